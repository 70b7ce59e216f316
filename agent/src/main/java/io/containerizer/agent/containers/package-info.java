/** The containers of an agent: the engine's, and the results of those that have ended. */
@NullMarked
package io.containerizer.agent.containers;

import org.jspecify.annotations.NullMarked;
