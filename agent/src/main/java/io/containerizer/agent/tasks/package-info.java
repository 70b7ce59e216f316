/** Frameworks, their executors and tasks: from the order to run one to the acknowledgement of its end. */
@NullMarked
package io.containerizer.agent.tasks;

import org.jspecify.annotations.NullMarked;
