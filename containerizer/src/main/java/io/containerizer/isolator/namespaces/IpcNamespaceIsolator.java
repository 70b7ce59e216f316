package io.containerizer.isolator.namespaces;

import static io.containerizer.api.MountOption.NO_DEV;
import static io.containerizer.api.MountOption.NO_SUID;
import static io.containerizer.api.MountOption.STRICT_ATIME;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.LinuxInfo.IpcMode;
import io.containerizer.api.Namespace;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.proc.KernelPaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code namespaces/ipc}: System V objects, POSIX message queues and {@code /dev/shm} of a container's own. */
public final class IpcNamespaceIsolator implements Isolator {

    private static final String NAME = "namespaces/ipc";
    private static final Flag<Bytes> DEFAULT_SHM_SIZE = Flag.unset(
            "default_container_shm_size", "BYTES", Bytes::parse, "Size of /dev/shm where a request names none.");
    private static final Flag<Boolean> DISALLOW_SHARING = Flag.bool(
            "disallow_sharing_agent_ipc_namespace",
            false,
            "Refuse top-level containers that ask to share the host's IPC namespace.");

    private final boolean disallowSharing;
    private final Optional<Bytes> defaultSize;

    private IpcNamespaceIsolator(boolean disallowSharing, Optional<Bytes> defaultSize) {
        this.disallowSharing = disallowSharing;
        this.defaultSize = defaultSize;
    }

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
        LinuxInfo linux = container.spec().linux();
        boolean nested = container.id().isNested();
        if (linux.shmSize().value() > 0 && linux.ipcMode() != IpcMode.PRIVATE) {
            throw refused(container, "a size for /dev/shm needs a private IPC namespace");
        }
        if (container.spec().containerClass() == ContainerClass.DEBUG) {
            if (linux.ipcMode() == IpcMode.PRIVATE) {
                throw refused(container, "a DEBUG container uses its parent's IPC namespace");
            }
            return Contribution.builder().enterNamespace(Namespace.IPC).build();
        }
        return switch (linux.ipcMode()) {
            case PRIVATE -> ownNamespace(container, true);
            case UNSET ->
                nested
                        ? parentsNamespace(container, false)
                        : ownNamespace(container, container.rootfs().isPresent());
            case SHARE_PARENT -> {
                if (!nested && disallowSharing) {
                    throw refused(container, "sharing the host's IPC namespace is not allowed");
                }
                yield nested ? parentsNamespace(container, true) : hostsNamespace(container);
            }
        };
    }

    private Contribution ownNamespace(Container container, boolean ownShm) {
        Contribution.Builder plan = Contribution.builder().cloneNamespace(Namespace.IPC);
        return (ownShm ? plan.step(shm(container.spec().linux())) : plan).build();
    }

    private MountFileSystem shm(LinuxInfo linux) {
        Optional<Bytes> size = linux.shmSize().value() > 0 ? Optional.of(linux.shmSize()) : defaultSize;
        String data = "mode=1777" + size.map(s -> ",size=" + s.value()).orElse("");
        return new MountFileSystem("tmpfs", KernelPaths.SHM, Set.of(NO_SUID, NO_DEV, STRICT_ATIME), data);
    }

    private Contribution parentsNamespace(Container container, boolean shareShm) {
        boolean hostShm = container
                .parent()
                .map(p -> !p.hasOwnRoot() && p.linux().ipcMode() != IpcMode.PRIVATE)
                .orElse(true);
        if (shareShm && !hostShm) {
            throw refused(container, "its parent's /dev/shm exists only inside the parent");
        }
        Contribution.Builder plan = Contribution.builder().enterNamespace(Namespace.IPC);
        if (container.rootfs().isEmpty()) {
            return plan.build();
        }
        return (shareShm
                        ? plan.step(hostShm(container))
                        : plan.step(shm(container.spec().linux())))
                .build();
    }

    private static Contribution hostsNamespace(Container container) {
        Contribution.Builder plan = Contribution.builder();
        return (container.rootfs().isPresent() ? plan.step(hostShm(container)) : plan).build();
    }

    private static Bind hostShm(Container container) {
        return new Bind(
                KernelPaths.SHM,
                "",
                KernelPaths.SHM,
                false,
                Set.of(NO_SUID, NO_DEV),
                Propagation.PRIVATE,
                container.identity());
    }

    private static ContainerizerException refused(Container container, String why) {
        return ContainerizerException.of(
                ErrorCode.INVALID_SPEC, "prepare container", container.id().toString(), why);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(DEFAULT_SHM_SIZE, DISALLOW_SHARING);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment)
                    .namespace("ipc")
                    .isolator("filesystem/linux")
                    .verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new IpcNamespaceIsolator(
                    environment.flags().get(DISALLOW_SHARING),
                    environment.flags().find(DEFAULT_SHM_SIZE));
        }
    }
}
