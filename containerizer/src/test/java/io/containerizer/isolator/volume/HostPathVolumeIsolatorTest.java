package io.containerizer.isolator.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.MountOption;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.linux.proc.MountInfo;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPathVolumeIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new HostPathVolumeIsolator.Factory();
    }

    @Override
    protected void configure(FakeEnvironment environment) {
        try {
            Files.createDirectories(top.resolve("data"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.volumes(List.of(Volume.of(top + "/data", "seen")));
    }

    private Isolator isolator() {
        return isolator(host(CgroupFlavour.V1));
    }

    @Test
    void aDirectoryOfTheHostIsBoundWithAllBelowIt() {
        Container container = TestContainer.named(top, "web")
                .with(this::request)
                .as(new Identity(5, 6, List.of()))
                .build();
        assertThat(isolator().prepare(container).steps())
                .isEqualTo(List.of(new Bind(
                        top + "/data",
                        "",
                        container.sandbox() + "/seen",
                        true,
                        Set.of(),
                        Propagation.PRIVATE,
                        container.identity())));
    }

    @ParameterizedTest(name = "{0}, rootfs {1}: {2}")
    @CsvSource({
        "seen, false, SANDBOX/seen",
        "seen, true, /mnt/mesos/sandbox/seen",
        "/a/b, true, /a/b",
        "/tmp, false, /tmp"
    })
    void whereItAppears(String containerPath, boolean rootfs, String target) {
        Container container = TestContainer.named(top, "web")
                .with(s -> s.volumes(List.of(Volume.of(top + "/data", containerPath))))
                .with(s -> rootfs ? s.rootfs(top.resolve("rootfs")) : s)
                .build();
        assertThat(bind(isolator().prepare(container)).target())
                .isEqualTo(target.replace("SANDBOX", container.sandbox().toString()));
    }

    @Test
    void onTheHostsRootTheTargetMustBeThere() {
        refused(Volume.of(top + "/data", "/no/such/directory"), "it does not exist on the host");
    }

    @Test
    void readOnlyIsSaidToTheKernel() {
        Volume volume = Volume.of(top + "/data", "seen").asReadOnly();
        assertThat(bind(isolator().prepare(with(volume))).options()).containsExactly(MountOption.READ_ONLY);
    }

    @Test
    void linksInTheSourceAreFollowedNow() throws IOException {
        Isolator isolator = isolator();
        Files.createSymbolicLink(top.resolve("link"), top.resolve("data"));
        assertThat(bind(isolator.prepare(with(Volume.of(top + "/link", "seen"))))
                        .source())
                .isEqualTo(top + "/data");
    }

    @Test
    void aSourceMustExist() {
        refused(Volume.of(top + "/none", "seen"), "it does not exist or cannot be made");
    }

    @Test
    void aMissingSourceIsMadeWhereTheOperatorAllowsIt() {
        Isolator isolator = isolator(
                host(CgroupFlavour.V1).flag("host_path_volume_force_creation", "/elsewhere:" + top + "/data/:"));
        isolator.prepare(with(Volume.of(top + "/data/a/b", "seen")));
        assertThat(top.resolve("data/a/b")).isDirectory();
        Volume beside = Volume.of(top + "/data2", "seen");
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> isolator.prepare(with(beside)));
        assertThat(top.resolve("data2")).doesNotExist();
    }

    @Test
    void propagationIsHandedOn() {
        Volume volume = new Volume("seen", new HostPath("/"), false, Propagation.HOST_TO_CONTAINER);
        assertThat(bind(isolator().prepare(with(volume))).propagation()).isEqualTo(Propagation.HOST_TO_CONTAINER);
    }

    @Test
    void mountsReachTheHostOnlyThroughSharedMounts() {
        boolean shared =
                MountInfo.ofThisProcess().containing("/proc").orElseThrow().isShared();
        Volume volume = new Volume("seen", new HostPath("/proc"), false, Propagation.BIDIRECTIONAL);
        if (shared) {
            assertThat(bind(isolator().prepare(with(volume))).propagation()).isEqualTo(Propagation.BIDIRECTIONAL);
        } else {
            refused(volume, "mounts cannot propagate to the host: the mount it lies on is not shared");
        }
    }

    @Test
    void volumesFromTheSandboxAreSomebodyElsesBusiness() {
        assertThat(isolator().prepare(with(Volume.of("in-sandbox", "/tmp")))).isEqualTo(Contribution.NONE);
    }

    private Container with(Volume volume) {
        return TestContainer.named(top, "web")
                .with(s -> s.volumes(List.of(volume)))
                .build();
    }

    private static Bind bind(Contribution plan) {
        assertThat(plan.steps()).hasSize(1);
        return (Bind) plan.steps().getFirst();
    }

    private void refused(Volume volume, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator().prepare(with(volume)))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(why))
                .satisfies(e -> assertThat(e.hint()).isPresent());
    }
}
