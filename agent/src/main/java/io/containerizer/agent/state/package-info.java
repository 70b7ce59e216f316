/** What the agent is, and what it tells of itself. */
@NullMarked
package io.containerizer.agent.state;

import org.jspecify.annotations.NullMarked;
