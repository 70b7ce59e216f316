package io.containerizer.isolator.filesystem;

import static io.containerizer.api.MountOption.NO_DEV;
import static io.containerizer.api.MountOption.NO_EXEC;
import static io.containerizer.api.MountOption.NO_SUID;
import static io.containerizer.api.MountOption.READ_ONLY;
import static io.containerizer.api.MountOption.STRICT_ATIME;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Contribution;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.Device;
import io.containerizer.api.LaunchStep.Link;
import io.containerizer.api.LaunchStep.Mask;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.LaunchStep.Protect;
import io.containerizer.api.Namespace;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.isolator.VolumeTargets;
import io.containerizer.linux.proc.KernelPaths;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * {@code filesystem/linux}: a mount namespace for each container; with a root file system of its own also a minimal
 * {@code /dev}, {@code /proc} and {@code /sys}, in which what tells of or changes the host is hidden or read-only.
 */
public final class LinuxFilesystemIsolator implements Isolator {

    private static final String NAME = "filesystem/linux";
    private static final Flag<String> SANDBOX_DIRECTORY = Flag.text(
            "sandbox_directory",
            "/mnt/mesos/sandbox",
            "Where a container with a root file system of its own sees its sandbox.");

    private final String sandboxDirectory;
    private final boolean ownPids;
    private final boolean ownIpc;

    private LinuxFilesystemIsolator(IsolatorEnvironment environment) {
        this.sandboxDirectory = environment.flags().get(SANDBOX_DIRECTORY);
        this.ownPids = environment.isolation().contains("namespaces/pid");
        this.ownIpc = environment.isolation().contains("namespaces/ipc");
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
        if (container.spec().containerClass() == ContainerClass.DEBUG) {
            return Contribution.builder().enterNamespace(Namespace.MNT).build();
        }
        Contribution.Builder plan = Contribution.builder().cloneNamespace(Namespace.MNT);
        if (container.rootfs().isPresent()) {
            kernelFileSystems(plan);
            devices(plan);
            plan.step(new Bind(
                    container.sandbox().toString(),
                    "",
                    sandboxDirectory,
                    true,
                    Set.of(),
                    Propagation.PRIVATE,
                    container.identity()));
            if (!seesHostProcesses(container)) {
                KernelPaths.MASKED.forEach(path -> plan.step(new Mask(path)));
            }
        }
        persistentVolumes(container, plan);
        return plan.build();
    }

    private void persistentVolumes(Container container, Contribution.Builder plan) {
        for (Volume volume : container.spec().volumes()) {
            if (volume.source() instanceof Volume.Persistent persistent) {
                plan.step(new Bind(
                        Objects.requireNonNull(
                                        container.persistentVolumes().get(persistent), "the engine makes them all")
                                .toString(),
                        "",
                        VolumeTargets.resolve(container, volume.containerPath(), sandboxDirectory),
                        true,
                        volume.readOnly() ? Set.of(READ_ONLY) : Set.of(),
                        Propagation.PRIVATE,
                        container.identity()));
            }
        }
    }

    private void kernelFileSystems(Contribution.Builder plan) {
        plan.step(new MountFileSystem("proc", "/proc", Set.of(NO_SUID, NO_DEV, NO_EXEC), ""));
        KernelPaths.PROTECTED.forEach(path -> plan.step(new Protect(path)));
        plan.step(new MountFileSystem("sysfs", "/sys", Set.of(READ_ONLY, NO_SUID, NO_DEV, NO_EXEC), ""));
        plan.step(new MountFileSystem("tmpfs", "/sys/fs/cgroup", Set.of(NO_SUID, NO_DEV, NO_EXEC), "mode=755"));
        plan.step(new MountFileSystem("tmpfs", "/dev", Set.of(NO_SUID, NO_EXEC, STRICT_ATIME), "mode=755"));
        plan.step(new MountFileSystem(
                "devpts", "/dev/pts", Set.of(NO_SUID, NO_EXEC), "newinstance,ptmxmode=0666,mode=0620,gid=5"));
        if (!ownIpc) {
            plan.step(new MountFileSystem("tmpfs", "/dev/shm", Set.of(NO_SUID, NO_DEV, STRICT_ATIME), "mode=1777"));
        }
    }

    private static void devices(Contribution.Builder plan) {
        plan.step(new Device("/dev/null", 0666, 1, 3));
        plan.step(new Device("/dev/zero", 0666, 1, 5));
        plan.step(new Device("/dev/full", 0666, 1, 7));
        plan.step(new Device("/dev/random", 0666, 1, 8));
        plan.step(new Device("/dev/urandom", 0666, 1, 9));
        plan.step(new Device("/dev/tty", 0666, 5, 0));
        plan.step(new Link("/proc/self/fd", "/dev/fd"));
        plan.step(new Link("/proc/self/fd/0", "/dev/stdin"));
        plan.step(new Link("/proc/self/fd/1", "/dev/stdout"));
        plan.step(new Link("/proc/self/fd/2", "/dev/stderr"));
        plan.step(new Link("pts/ptmx", "/dev/ptmx"));
    }

    /** Such a container can see more than the masked files tell. */
    private boolean seesHostProcesses(Container container) {
        boolean parentSees = container
                .parent()
                .map(ContainerSpec::linux)
                .map(l -> l.sharePidNamespace())
                .orElse(true);
        return !ownPids || (container.spec().linux().sharePidNamespace() && parentSees);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(SANDBOX_DIRECTORY);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).namespace("mnt").verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new LinuxFilesystemIsolator(environment);
        }
    }
}
