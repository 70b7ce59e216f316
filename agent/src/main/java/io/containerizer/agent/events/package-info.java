/** Streams of events to programs that subscribe to the agent. */
@NullMarked
package io.containerizer.agent.events;

import org.jspecify.annotations.NullMarked;
