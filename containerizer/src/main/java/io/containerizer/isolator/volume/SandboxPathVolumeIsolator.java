package io.containerizer.isolator.volume;

import io.containerizer.api.Container;
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
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.isolator.LinuxRequirements;
import java.nio.file.Path;
import java.util.Set;

/**
 * {@code volume/sandbox_path}: a directory of the sandbox, or of the parent's, at another path. The source is resolved
 * when it is mounted and without leaving the sandbox, since whoever owns the sandbox may have put links into it.
 */
public final class SandboxPathVolumeIsolator implements Isolator {

    private static final String NAME = "volume/sandbox_path";

    private final String sandboxDirectory;

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
                plan.step(new Bind(
                        sandbox(container, volume, ofParent).toString(),
                        path,
                        VolumeTargets.resolve(container, volume.containerPath(), sandboxDirectory),
                        true,
                        volume.readOnly() ? Set.of(MountOption.READ_ONLY) : Set.of(),
                        Propagation.PRIVATE,
                        container.identity()));
            }
        }
        return plan.build();
    }

    private static Path sandbox(Container container, Volume volume, boolean ofParent) {
        if (!ofParent) {
            if (!volume.containerPath().startsWith("/")) {
                throw refused(volume, "a volume from the sandbox needs an absolute container path");
            }
            return container.sandbox();
        }
        return container
                .parentSandbox()
                .orElseThrow(() -> refused(volume, "a container without a parent has no parent's sandbox"));
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
