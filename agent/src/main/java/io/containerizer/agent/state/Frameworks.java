package io.containerizer.agent.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The frameworks that use this agent. */
public interface Frameworks {

    List<FrameworkState> active();

    /** Those that have nothing left here, oldest first. */
    List<FrameworkState> completed();

    /** Whether a master knows the agent. */
    default boolean isRegistered() {
        return false;
    }

    /** The name of its master's host. */
    default Optional<String> masterHostname() {
        return Optional.empty();
    }

    /** What has happened since the agent was started; what is not in it never has. */
    default Map<FrameworkEvent, Long> events() {
        return Map.of();
    }
}
