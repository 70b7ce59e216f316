package io.containerizer.isolator.filesystem;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MakeDirectory;
import io.containerizer.api.LaunchStep.Protect;
import io.containerizer.api.MountOption;
import io.containerizer.api.Namespace;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.isolator.LinuxRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code filesystem/shared}: the host's file system, of which each container sees some parts replaced, by directories of
 * its sandbox (a private {@code /tmp}) or by other parts of the host.
 */
public final class SharedFilesystemIsolator implements Isolator {

    private static final String NAME = "filesystem/shared";
    private static final int PERMISSIONS = 07777;

    private SharedFilesystemIsolator() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        if (container.rootfs().isPresent()) {
            throw refused(
                            "prepare container",
                            container.id().toString(),
                            "it cannot have a root file system of its own")
                    .withHint("use filesystem/linux instead of " + NAME);
        }
        Contribution.Builder plan = Contribution.builder();
        if (container.id().isNested()) {
            plan.enterNamespace(Namespace.MNT); // it sees what its parent sees
        }
        if (container.spec().containerClass() == ContainerClass.DEBUG) {
            if (!container.spec().volumes().isEmpty()) {
                throw refused("prepare container", container.id().toString(), "a DEBUG container can have no volumes");
            }
            return plan.build();
        }
        container.parent().ifPresent(parent -> refuseHidden(container, parent));
        plan.cloneNamespace(Namespace.MNT);
        Map<Path, Volume> taken = new LinkedHashMap<>();
        for (Volume volume : container.spec().volumes()) {
            Path target = target(volume);
            refuseOverlap(container, volume, target, taken);
            taken.put(target, volume);
            mount(plan, container, volume, target);
        }
        return plan.build();
    }

    /** What the parent put over a part of the host is its own, so nothing is made there for the child. */
    private static void refuseHidden(Container container, ContainerSpec parent) {
        for (Volume volume : parent.volumes()) {
            if (sandbox(container).startsWith(target(volume))) {
                throw refused(
                                "prepare container",
                                container.id().toString(),
                                "its parent's volume on " + volume.containerPath() + " hides its sandbox, "
                                        + container.sandbox())
                        .withHint("keep sandboxes elsewhere with --work_dir");
            }
        }
    }

    private static Path target(Volume volume) {
        String path = volume.containerPath();
        if (!path.startsWith("/")) {
            ContainerizerException refusal = refusedVolume(volume, "the container path is not absolute");
            throw volume.source() instanceof Persistent
                    ? refusal.withHint("filesystem/linux in its place shows persistent volumes in the sandbox, too")
                    : refusal;
        }
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            throw refusedVolume(volume, "the container path does not exist on the host")
                    .withHint("make it on the host: " + NAME + " replaces what is there, and adds nothing to it")
                    .causedBy(e);
        }
    }

    private static void refuseOverlap(Container container, Volume volume, Path target, Map<Path, Volume> taken) {
        if (target.getNameCount() == 0) {
            throw refusedVolume(volume, "the container path leads to the root, over which no volume can be seen");
        }
        if (target.startsWith(sandbox(container))) {
            throw refusedVolume(volume, "the container path is in the sandbox, " + container.sandbox());
        }
        taken.forEach((other, by) -> {
            if (target.startsWith(other) || other.startsWith(target)) {
                throw refusedVolume(volume, "it overlaps with the volume on " + by.containerPath());
            }
        });
    }

    private static void mount(Contribution.Builder plan, Container container, Volume volume, Path target) {
        Path sandbox = sandbox(container);
        boolean hidesSandbox = sandbox.startsWith(target);
        switch (volume.source()) {
            case ImageTree _ -> throw refusedVolume(volume, "images need filesystem/linux in --isolation");
            case Persistent persistent ->
                fromHost(
                        plan,
                        container,
                        volume,
                        Objects.requireNonNull(
                                container.persistentVolumes().get(persistent), "the engine makes them all"),
                        target);
            case HostPath(String path) -> fromHost(plan, container, volume, realSource(volume, path), target);
            case SandboxPath(String path, boolean ofParent) -> {
                plan.step(fromSandbox(container, volume, path, ofParent, target));
                if (hidesSandbox) {
                    plan.step(new MakeDirectory(sandbox.toString(), 0755));
                }
                if (volume.readOnly()) {
                    plan.step(new Protect(target.toString()));
                }
            }
        }
        if (hidesSandbox) { // it is shown again, at its own path
            plan.step(bind(sandbox, sandbox, Set.of(), Propagation.PRIVATE, container.identity()));
        }
    }

    private static void fromHost(
            Contribution.Builder plan, Container container, Volume volume, Path source, Path target) {
        Path sandbox = sandbox(container);
        if (sandbox.startsWith(target) && !Files.isDirectory(source.resolve(target.relativize(sandbox)))) {
            throw refusedVolume(volume, "it would hide the sandbox, " + sandbox)
                    .withHint("use a directory of the sandbox instead (a relative host path),"
                            + " or keep sandboxes elsewhere with --work_dir");
        }
        Set<MountOption> options = volume.readOnly() ? Set.of(MountOption.READ_ONLY) : Set.of();
        plan.step(bind(source, target, options, volume.propagation(), container.identity()));
    }

    private static Bind bind(
            Path source, Path target, Set<MountOption> options, Propagation propagation, Identity owner) {
        return new Bind(source.toString(), "", target.toString(), true, options, propagation, owner);
    }

    private static Path realSource(Volume volume, String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            throw refusedVolume(volume, "the host path " + path + " does not exist")
                    .withHint("make it first")
                    .causedBy(e);
        }
    }

    /** Made with owner and permissions of what it replaces, by the launcher: whose sandbox it is may have put links in it. */
    private static Bind fromSandbox(Container container, Volume volume, String path, boolean ofParent, Path target) {
        if (ofParent && container.parentSandbox().isEmpty()) {
            throw refusedVolume(volume, "a container without a parent has no parent's sandbox");
        }
        try {
            if (!Files.isDirectory(target)) {
                throw refusedVolume(volume, "the container path is no directory, which " + path + " in the sandbox is");
            }
            return new Bind(
                    (ofParent ? container.parentSandbox().orElseThrow() : container.sandbox()).toString(),
                    path,
                    target.toString(),
                    true,
                    Set.of(),
                    Propagation.PRIVATE,
                    new Identity(attribute(target, "uid"), attribute(target, "gid"), List.of()),
                    attribute(target, "mode") & PERMISSIONS);
        } catch (IOException e) {
            throw refusedVolume(volume, "the container path cannot be looked at: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private static int attribute(Path path, String name) throws IOException {
        return (int) Files.getAttribute(path, "unix:" + name);
    }

    private static Path sandbox(Container container) {
        try {
            return container.sandbox().toRealPath();
        } catch (IOException e) {
            throw refused("find sandbox", container.sandbox().toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static ContainerizerException refusedVolume(Volume volume, String why) {
        return refused("mount volume on", volume.containerPath(), why);
    }

    private static ContainerizerException refused(String operation, String subject, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, operation, subject, why);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).namespace("mnt").verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new SharedFilesystemIsolator();
        }
    }
}
