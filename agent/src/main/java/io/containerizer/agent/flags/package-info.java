/** The flags of an agent: what there is, and what was given. */
@NullMarked
package io.containerizer.agent.flags;

import org.jspecify.annotations.NullMarked;
