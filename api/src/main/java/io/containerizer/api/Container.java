package io.containerizer.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container as isolators see it.
 *
 * @param spec the request
 * @param identity who the command runs as
 * @param sandbox its working directory on the host
 * @param nestedSandboxes a directory that holds those of the containers nested in it, once there are any
 * @param runtimeDirectory where the engine keeps what must outlive it; gone when the container is
 * @param parentInit pid of the parent's init; absent at top level
 * @param parent the parent's request, for what is inherited
 * @param parentSandbox the parent's working directory on the host
 * @param image how the image of its root says it is to be run; absent: its root is of no image
 * @param cgroupOwner the container whose cgroups it lives in: itself, or an ancestor that shares them
 */
public record Container(
        ContainerSpec spec,
        Identity identity,
        Path sandbox,
        Path nestedSandboxes,
        Path runtimeDirectory,
        OptionalInt parentInit,
        Optional<ContainerSpec> parent,
        Optional<Path> parentSandbox,
        Optional<ImageDefaults> image,
        ContainerId cgroupOwner) {

    public ContainerId id() {
        return spec.id();
    }

    public boolean hasOwnCgroups() {
        return cgroupOwner.equals(id());
    }

    public Optional<Path> rootfs() {
        return spec.rootfs();
    }
}
