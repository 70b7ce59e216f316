package io.containerizer.isolator.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.MountOption;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxPathVolumeIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new SandboxPathVolumeIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.volumes(List.of(Volume.of("cache", "/tmp")));
    }

    private Contribution plan(Container container) {
        return isolator(host(CgroupFlavour.V1)).prepare(container);
    }

    /** The launcher looks it up when it mounts, and does not leave the sandbox by any link. */
    @Test
    void thePathInsideTheSandboxIsLeftToTheLauncher() {
        Container container = container("web");
        assertThat(plan(container).steps())
                .isEqualTo(List.of(new Bind(
                        container.sandbox().toString(),
                        "cache",
                        "/tmp",
                        true,
                        Set.of(),
                        Propagation.PRIVATE,
                        container.identity())));
    }

    @Test
    void aNestedContainerMayUseItsParentsSandbox() {
        Container parent = container("parent");
        Container child = TestContainer.in(top, parent, "web")
                .with(s -> s.volumes(List.of(ofParent("shared", "mine"))))
                .build();
        Bind bind = (Bind) plan(child).steps().getFirst();
        assertThat(bind.source()).isEqualTo(parent.sandbox().toString());
        assertThat(bind.below()).isEqualTo("shared");
        assertThat(bind.target()).isEqualTo(child.sandbox() + "/mine");
    }

    @Test
    void readOnlyIsSaidToTheKernel() {
        Container container = TestContainer.named(top, "web")
                .with(s -> s.volumes(List.of(Volume.of("cache", "/tmp").asReadOnly())))
                .build();
        assertThat(((Bind) plan(container).steps().getFirst()).options()).containsExactly(MountOption.READ_ONLY);
    }

    @Test
    void theSandboxIsNotMountedIntoItself() {
        refused(Volume.of("cache", "elsewhere"), "a volume from the sandbox needs an absolute container path");
    }

    @Test
    void whoHasNoParentHasNoParentsSandbox() {
        refused(ofParent("shared", "/tmp"), "a container without a parent has no parent's sandbox");
    }

    @Test
    void volumesFromTheHostAreSomebodyElsesBusiness() {
        assertThat(plan(TestContainer.named(top, "web")
                        .with(s -> s.volumes(List.of(Volume.of("/usr", "/tmp"))))
                        .build()))
                .isEqualTo(Contribution.NONE);
    }

    private static Volume ofParent(String path, String containerPath) {
        return new Volume(containerPath, new SandboxPath(path, true), false, Propagation.PRIVATE);
    }

    private void refused(Volume volume, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> plan(TestContainer.named(top, "web")
                        .with(s -> s.volumes(List.of(volume)))
                        .build()))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(why));
    }

    /** It is mounted there for the parent alone. */
    @Test
    void aNestedContainerMayUseItsParentsPersistentVolumes() {
        Volume data = Volume.persistent("r", "i", "data", Bytes.megabytes(1));
        String volume = top.resolve("work/volumes/roles/r/i").toString();
        Bind whole = ofParents(data, "data");
        assertThat(whole.source()).isEqualTo(volume);
        assertThat(whole.below()).isEmpty();
        assertThat(whole.options()).isEmpty();
        assertThat(ofParents(data, "data/a/b").below()).isEqualTo("a/b");
        assertThat(ofParents(data, "database").source()).endsWith("containers/parent");
        assertThat(ofParents(data.asReadOnly(), "data").options()).containsExactly(MountOption.READ_ONLY);
    }

    private Bind ofParents(Volume volume, String path) {
        Container parent = TestContainer.named(top, "parent")
                .with(s -> s.volumes(List.of(volume)))
                .build();
        return (Bind) plan(TestContainer.in(top, parent, "web")
                        .with(s -> s.volumes(List.of(ofParent(path, "mine"))))
                        .build())
                .steps()
                .getFirst();
    }
}
