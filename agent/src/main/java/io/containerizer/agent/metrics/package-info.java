/** Figures about the agent, in Mesos' form and in that of Prometheus. */
@NullMarked
package io.containerizer.agent.metrics;

import org.jspecify.annotations.NullMarked;
