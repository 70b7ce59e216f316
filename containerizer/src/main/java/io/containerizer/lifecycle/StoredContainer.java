package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Identity;
import io.containerizer.api.RootFileSystem;
import io.containerizer.provision.Provisioned;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checkpoint {@code config}: all that a later engine needs to take a container over or to clean up behind it.
 *
 * @param isolation the isolators it was launched with, in order
 * @param flags those that were given to the engine that launched it
 * @param engine which one that was
 * @param launcher its launcher
 * @param created seconds since 1970
 * @param cgroupOwner whose cgroups it lives in
 * @param provisioned what was made of the images it uses, once that was made
 */
public record StoredContainer(
        ContainerSpec spec,
        Identity identity,
        Path sandbox,
        List<String> isolation,
        Map<String, String> flags,
        String engine,
        String launcher,
        double created,
        String cgroupOwner,
        Optional<Provisioned> provisioned) {

    /** With nothing made of images. */
    public StoredContainer(
            ContainerSpec spec,
            Identity identity,
            Path sandbox,
            List<String> isolation,
            Map<String, String> flags,
            String engine,
            String launcher,
            double created,
            String cgroupOwner) {
        this(spec, identity, sandbox, isolation, flags, engine, launcher, created, cgroupOwner, Optional.empty());
    }

    /** The same with what was made of images, and with the identity that follows from it. */
    StoredContainer with(Provisioned made, Identity who) {
        return new StoredContainer(
                spec, who, sandbox, isolation, flags, engine, launcher, created, cgroupOwner, Optional.of(made));
    }

    /** The same with another request. */
    StoredContainer with(ContainerSpec changed) {
        return new StoredContainer(
                changed, identity, sandbox, isolation, flags, engine, launcher, created, cgroupOwner, provisioned);
    }

    /** The root file system it has of its own. */
    Optional<RootFileSystem> root() {
        return provisioned.flatMap(Provisioned::root).or(() -> spec.rootfs().map(RootFileSystem::of));
    }

    public ContainerId id() {
        return spec.id();
    }
}
