package io.containerizer.isolator.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MountOverlay;
import io.containerizer.api.MountOption;
import io.containerizer.api.Overlay;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageVolumeIsolatorTest extends IsolatorContractTest {

    private static final Path PLACE = Path.of("/data/tree/rootfs");
    private static final Overlay OVERLAY = new Overlay(
            List.of(Path.of("/store/a")),
            Optional.of(new Overlay.Writable(Path.of("/data/tree/upperdir"), Path.of("/data/tree/workdir"))));

    @Override
    protected IsolatorFactory factory() {
        return new ImageVolumeIsolator.Factory();
    }

    private Contribution plan(Volume volume, RootFileSystem tree) {
        Container bare = TestContainer.named(top, "web")
                .with(spec -> spec.volumes(List.of(volume)))
                .build();
        Container container = new Container(
                bare.spec(),
                bare.identity(),
                bare.sandbox(),
                bare.nestedSandboxes(),
                bare.runtimeDirectory(),
                bare.parentInit(),
                bare.parent(),
                bare.parentSandbox(),
                bare.root(),
                bare.image(),
                Map.of(volume.containerPath(), tree),
                bare.cgroupOwner(),
                bare.persistentVolumes());
        return isolator(host(CgroupFlavour.V1)).prepare(container);
    }

    private static Volume volume() {
        return new Volume("data", new ImageTree(new ImageRequest("test", true)), false, Propagation.PRIVATE);
    }

    private Bind bind(Set<MountOption> options) {
        String target = TestContainer.named(top, "web").build().sandbox() + "/data";
        return new Bind(
                PLACE.toString(),
                "",
                target,
                false,
                options,
                Propagation.PRIVATE,
                TestContainer.named(top, "web").build().identity());
    }

    @Test
    void anOverlayIsMountedAndThenShown() {
        assertThat(plan(volume(), new RootFileSystem(PLACE, Optional.of(OVERLAY), false))
                        .steps())
                .isEqualTo(List.of(new MountOverlay(OVERLAY, PLACE.toString()), bind(Set.of())));
    }

    @Test
    void aDirectoryIsShownAsItIs() {
        assertThat(plan(volume(), RootFileSystem.of(PLACE)).steps()).isEqualTo(List.of(bind(Set.of())));
    }

    @Test
    void readOnlyIsSaidToTheKernelWhoeverAsksForIt() {
        List<Bind> readOnly = List.of(bind(Set.of(MountOption.READ_ONLY)));
        assertThat(plan(volume().asReadOnly(), RootFileSystem.of(PLACE)).steps())
                .isEqualTo(readOnly);
        assertThat(plan(volume(), new RootFileSystem(PLACE, Optional.empty(), true))
                        .steps())
                .isEqualTo(readOnly);
    }
}
