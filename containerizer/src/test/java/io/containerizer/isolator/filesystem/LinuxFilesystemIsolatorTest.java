package io.containerizer.isolator.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Contribution;
import io.containerizer.api.Identity;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.Mask;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.MountOption;
import io.containerizer.api.Namespace;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxFilesystemIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new LinuxFilesystemIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.rootfs(top.resolve("rootfs"));
    }

    private Isolator isolator(String... others) {
        return isolator(host(CgroupFlavour.V1).isolation(others));
    }

    @Test
    void aContainerOnTheHostsRootHasAMountNamespaceAndNoMore() {
        Contribution plan = isolator().prepare(TestContainer.named(top, "web").build());
        assertThat(plan)
                .isEqualTo(Contribution.builder().cloneNamespace(Namespace.MNT).build());
    }

    @Test
    void aDebugContainerIsInItsParents() {
        Container debug = TestContainer.in(top, container("web"), "sh").debug().build();
        assertThat(isolator().prepare(debug))
                .isEqualTo(Contribution.builder().enterNamespace(Namespace.MNT).build());
    }

    @Test
    void aRootFileSystemIsFurnishedInThisOrder() {
        assertThat(steps(isolator("namespaces/pid", "namespaces/ipc").prepare(container("web"))))
                .containsSubsequence(
                        "mount proc on /proc",
                        "make read-only /proc/sys",
                        "mount sysfs on /sys",
                        "mount tmpfs on /sys/fs/cgroup",
                        "mount tmpfs on /dev",
                        "mount devpts on /dev/pts",
                        "make device /dev/null",
                        "make device /dev/tty",
                        "link to /proc/self/fd/2 from /dev/stderr",
                        "link to pts/ptmx from /dev/ptmx",
                        "mount " + top.resolve("work/containers/web") + " on /mnt/mesos/sandbox",
                        "mask /proc/kcore",
                        "mask /sys/firmware");
    }

    @Test
    void theKernelsFileSystemsCannotBeUsedForMischief() {
        assertThat(isolator().prepare(container("web")).steps().stream()
                        .filter(s -> s instanceof LaunchStep.MountFileSystem)
                        .map(s -> (LaunchStep.MountFileSystem) s))
                .allSatisfy(m -> assertThat(m.options()).contains(MountOption.NO_SUID))
                .filteredOn(m -> m.target().equals("/sys"))
                .allSatisfy(m -> assertThat(m.options()).contains(MountOption.READ_ONLY))
                .hasSize(1);
    }

    @Test
    void whoeverIsolatesIpcMountsSharedMemory() {
        String shm = "mount tmpfs on /dev/shm";
        assertThat(steps(isolator().prepare(container("web")))).contains(shm);
        assertThat(steps(isolator("namespaces/ipc").prepare(container("web")))).doesNotContain(shm);
    }

    @Test
    void theSandboxIsWhereTheOperatorWantsIt() {
        FakeEnvironment host = host(CgroupFlavour.V1).flag("sandbox_directory", "/sandbox");
        Container container = TestContainer.named(top, "web")
                .with(this::request)
                .as(new Identity(5, 6, List.of()))
                .build();
        assertThat(isolator(host).prepare(container).steps())
                .filteredOn(s -> s instanceof Bind)
                .singleElement()
                .satisfies(s -> {
                    Bind bind = (Bind) s;
                    assertThat(bind.source()).isEqualTo(container.sandbox().toString());
                    assertThat(bind.target()).isEqualTo("/sandbox");
                    assertThat(bind.owner()).isEqualTo(container.identity());
                });
    }

    /** Where the host's processes are visible, hiding some files of theirs would protect nothing. */
    @ParameterizedTest
    @CsvSource({
        "true, false, , true",
        "true, true, , false",
        "false, false, , false",
        "true, true, true, false",
        "true, true, false, true",
        "true, false, true, true",
    })
    void whatTellsOfTheHostIsMaskedWhereTheHostIsNotVisible(
            boolean pidIsolator, boolean shares, Boolean parentShares, boolean masked) {
        TestContainer container = parentShares == null
                ? TestContainer.named(top, "web")
                : TestContainer.in(
                        top,
                        TestContainer.named(top, "parent")
                                .with(s -> s.linux(LinuxInfo.DEFAULT.withSharePidNamespace(parentShares)))
                                .build(),
                        "web");
        Contribution plan = isolator(pidIsolator ? new String[] {"namespaces/pid"} : new String[0])
                .prepare(container
                        .with(this::request)
                        .with(s -> s.linux(LinuxInfo.DEFAULT.withSharePidNamespace(shares)))
                        .build());
        assertThat(plan.steps().stream().anyMatch(s -> s instanceof Mask)).isEqualTo(masked);
    }

    private static Stream<String> steps(Contribution plan) {
        return plan.steps().stream().map(s -> s.action() + " " + s.subject());
    }

    @ParameterizedTest
    @CsvSource({
        "false, data, WORK/data",
        "false, a/b, WORK/a/b",
        "true, data, /mnt/mesos/sandbox/data",
        "true, /srv/data, /srv/data",
    })
    void aPersistentVolumeIsMountedWhereItIsAskedFor(boolean ownRoot, String path, String target) {
        Volume volume = Volume.persistent("eng/web", "db", path, Bytes.megabytes(1));
        for (boolean readOnly : List.of(false, true)) {
            Container container = TestContainer.named(top, "web")
                    .with(s -> ownRoot ? request(s) : s)
                    .with(s -> s.volumes(List.of(readOnly ? volume.asReadOnly() : volume)))
                    .build();
            assertThat(isolator().prepare(container).steps().getLast())
                    .isEqualTo(new Bind(
                            top.resolve("work/volumes/roles/eng web/db").toString(),
                            "",
                            target.replace("WORK", container.sandbox().toString()),
                            true,
                            readOnly ? Set.of(MountOption.READ_ONLY) : Set.of(),
                            Propagation.PRIVATE,
                            container.identity()));
        }
    }
}
