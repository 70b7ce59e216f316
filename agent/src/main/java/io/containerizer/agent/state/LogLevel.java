package io.containerizer.agent.state;

import java.time.Duration;

/** How much the agent logs; 0 is the usual, each level above it more. */
public interface LogLevel {

    int level();

    /** The level that it was started with: it does not go below. */
    int lowest();

    /** Sets a level for a while; then it is the lowest again. A later call takes the place of an earlier one. */
    void set(int level, Duration duration);
}
