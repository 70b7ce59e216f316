package io.containerizer.isolator.volume;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MountOverlay;
import io.containerizer.api.MountOption;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.isolator.VolumeTargets;
import java.util.Objects;
import java.util.Set;

/**
 * {@code volume/image}: the trees of images in a container, beside its root. What the container changes in one is its
 * own. The engine has made the trees; here they are only put in their places.
 */
public final class ImageVolumeIsolator implements Isolator {

    private static final String NAME = "volume/image";

    private final String sandboxDirectory;

    private ImageVolumeIsolator(String sandboxDirectory) {
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
            if (volume.source() instanceof ImageTree) {
                VolumeTargets.refuseDebug(container);
                RootFileSystem tree = Objects.requireNonNull(
                        container.imageVolumes().get(volume.containerPath()), "the engine makes them all");
                tree.overlay()
                        .ifPresent(overlay ->
                                plan.step(new MountOverlay(overlay, tree.path().toString())));
                plan.step(new Bind(
                        tree.path().toString(),
                        "",
                        VolumeTargets.resolve(container, volume.containerPath(), sandboxDirectory),
                        false,
                        volume.readOnly() || tree.readOnly() ? Set.of(MountOption.READ_ONLY) : Set.of(),
                        Propagation.PRIVATE,
                        container.identity()));
            }
        }
        return plan.build();
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
            return new ImageVolumeIsolator(environment.flags().get(VolumeTargets.SANDBOX_DIRECTORY));
        }
    }
}
