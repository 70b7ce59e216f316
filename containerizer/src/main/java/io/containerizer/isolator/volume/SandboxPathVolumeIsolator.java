package io.containerizer.isolator.volume;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.MountOption;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.isolator.VolumeTargets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * {@code volume/sandbox_path}: a directory of the sandbox, or of the parent's, at another path. The source is resolved
 * when it is mounted and without leaving the sandbox, since whoever owns the sandbox may have put links into it.
 */
public final class SandboxPathVolumeIsolator implements Isolator {

    private static final String NAME = "volume/sandbox_path";

    private final String sandboxDirectory;

    /**
     * A directory of the host.
     *
     * @param below what is meant in it
     * @param readOnly whether the container may at most read it
     */
    private record Place(Path directory, String below, boolean readOnly) {}

    private SandboxPathVolumeIsolator(String sandboxDirectory) {
        this.sandboxDirectory = sandboxDirectory;
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
        Contribution.Builder plan = Contribution.builder();
        for (Volume volume : container.spec().volumes()) {
            if (volume.source() instanceof SandboxPath(String path, boolean ofParent)) {
                VolumeTargets.refuseDebug(container);
                Place place = ofParent ? ofParent(container, volume, path) : ofOwn(container, volume, path);
                plan.step(new Bind(
                        place.directory().toString(),
                        place.below(),
                        VolumeTargets.resolve(container, volume.containerPath(), sandboxDirectory),
                        true,
                        volume.readOnly() || place.readOnly() ? Set.of(MountOption.READ_ONLY) : Set.of(),
                        Propagation.PRIVATE,
                        container.identity()));
            }
        }
        return plan.build();
    }

    private static Place ofOwn(Container container, Volume volume, String path) {
        if (!volume.containerPath().startsWith("/")) {
            throw refused(volume, "a volume from the sandbox needs an absolute container path");
        }
        return new Place(container.sandbox(), path, false);
    }

    /** What the parent has mounted there it sees alone; its persistent volumes are found where they are on the host. */
    private static Place ofParent(Container container, Volume volume, String path) {
        Path sandbox = container
                .parentSandbox()
                .orElseThrow(() -> refused(volume, "a container without a parent has no parent's sandbox"));
        for (Volume mounted : container.parent().map(ContainerSpec::volumes).orElse(List.of())) {
            Path mountPoint = Path.of(mounted.containerPath());
            if (mounted.source() instanceof Persistent persistent
                    && Path.of(path).startsWith(mountPoint)) {
                return new Place(
                        Objects.requireNonNull(
                                container.persistentVolumes().get(persistent), "the engine names its parent's, too"),
                        mountPoint.relativize(Path.of(path)).toString(),
                        mounted.readOnly());
            }
        }
        return new Place(sandbox, path, false);
    }

    private static ContainerizerException refused(Volume volume, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "mount volume on", volume.containerPath(), why);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment)
                    .isolator("filesystem/linux")
                    .verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new SandboxPathVolumeIsolator(environment.flags().get(VolumeTargets.SANDBOX_DIRECTORY));
        }
    }
}
