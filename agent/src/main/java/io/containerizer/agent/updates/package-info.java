/** Brings updates of tasks to whoever launched them: each once, in order, until it is acknowledged. */
@NullMarked
package io.containerizer.agent.updates;

import org.jspecify.annotations.NullMarked;
