package io.containerizer.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

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
 * @param root its root file system; absent: the host's root, or of a DEBUG container its parent's
 * @param image how the image of its root says it is to be run; absent: its root is of no image
 * @param imageVolumes what its volumes of images are made of, by their container paths
 * @param cgroupOwner the container whose cgroups it lives in: itself, or an ancestor that shares them
 * @param persistentVolumes where on the host those are that it or its parent names
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
        Optional<RootFileSystem> root,
        Optional<ImageDefaults> image,
        Map<String, RootFileSystem> imageVolumes,
        ContainerId cgroupOwner,
        Map<Volume.Persistent, Path> persistentVolumes) {

    public Container {
        imageVolumes = Map.copyOf(imageVolumes);
        persistentVolumes = Map.copyOf(persistentVolumes);
    }

    /** Without anything of an image but its defaults, and without persistent volumes. */
    public Container(
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
        this(
                spec,
                identity,
                sandbox,
                nestedSandboxes,
                runtimeDirectory,
                parentInit,
                parent,
                parentSandbox,
                spec.rootfs().map(RootFileSystem::of),
                image,
                Map.of(),
                cgroupOwner,
                Map.of());
    }

    public ContainerId id() {
        return spec.id();
    }

    public boolean hasOwnCgroups() {
        return cgroupOwner.equals(id());
    }

    /** Where on the host its root file system is, or is mounted for it alone. */
    public Optional<Path> rootfs() {
        return root.map(RootFileSystem::path);
    }

    /** Directories outside the sandbox that hold nothing but what the container has written, and go with it. */
    public List<Path> scratch() {
        return Stream.concat(root.stream(), imageVolumes.values().stream())
                .flatMap(tree -> tree.writable().stream())
                .flatMap(writable -> Stream.of(writable.upper(), writable.work()))
                .sorted()
                .toList();
    }
}
