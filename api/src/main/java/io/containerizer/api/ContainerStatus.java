package io.containerizer.api;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is told of a running container besides its usage.
 *
 * @param executorPid pid of its init, as the engine's PID namespace numbers it
 */
public record ContainerStatus(OptionalInt executorPid, Optional<CgroupInfo> cgroupInfo) {

    public static final ContainerStatus NONE = new ContainerStatus(OptionalInt.empty());

    public ContainerStatus(OptionalInt executorPid) {
        this(executorPid, Optional.empty());
    }

    public ContainerStatus withCgroupInfo(CgroupInfo info) {
        return new ContainerStatus(executorPid, Optional.of(info));
    }

    public ContainerStatus merge(ContainerStatus other) {
        return new ContainerStatus(
                other.executorPid.isPresent() ? other.executorPid : executorPid, other.cgroupInfo.or(() -> cgroupInfo));
    }
}
