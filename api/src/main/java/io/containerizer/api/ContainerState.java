package io.containerizer.api;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life of a container. Legal transitions, all of them:
 *
 * <pre>
 * STARTING -> PROVISIONING    the id is reserved and the request checkpointed
 * PROVISIONING -> PREPARING   the root file system is there
 * PREPARING -> ISOLATING      every isolator has planned, the plan is checkpointed
 * ISOLATING -> RUNNING        the command has been executed
 * (any of these) -> DESTROYING   it ended, was killed, hit a limit, or its launch failed
 * DESTROYING -> TERMINATED    nothing of it is left but its record
 * </pre>
 *
 * A recovered container starts in RUNNING.
 */
public enum ContainerState {
    STARTING,
    PROVISIONING,
    PREPARING,
    ISOLATING,
    RUNNING,
    DESTROYING,
    TERMINATED;

    /** The states that may follow this one. */
    public Set<ContainerState> next() {
        return switch (this) {
            case STARTING -> EnumSet.of(PROVISIONING, DESTROYING);
            case PROVISIONING -> EnumSet.of(PREPARING, DESTROYING);
            case PREPARING -> EnumSet.of(ISOLATING, DESTROYING);
            case ISOLATING -> EnumSet.of(RUNNING, DESTROYING);
            case RUNNING -> EnumSet.of(DESTROYING);
            case DESTROYING -> EnumSet.of(TERMINATED);
            case TERMINATED -> EnumSet.noneOf(ContainerState.class);
        };
    }
}
