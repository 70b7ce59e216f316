package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerId;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.RecordingSyscalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessKillerTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir(factory = InMemory.class)
    Path top;

    private RecordingSyscalls kernel;
    private ContainerCgroups cgroups;
    private Hierarchy hierarchy;

    private ProcessKiller onHost(CgroupFlavour flavour) {
        kernel = new RecordingSyscalls(top);
        CgroupFixture host = CgroupFixture.mount(kernel, top, flavour);
        cgroups = new ContainerCgroups(host.hierarchies(), "mesos", kernel);
        hierarchy = flavour == CgroupFlavour.V2
                ? host.hierarchies().unified().orElseThrow()
                : host.hierarchies().controlling("freezer").orElseThrow();
        cgroups.prepareRoot(hierarchy);
        host.carryOut(cgroups.make(hierarchy, WEB), 1);
        for (int pid = 1; pid <= 3; pid++) {
            host.carryOut(List.of(cgroups.join(hierarchy, WEB)), pid);
        }
        kernel.log().forget();
        return new ProcessKiller(cgroups, kernel);
    }

    @ParameterizedTest
    @EnumSource
    void afterwardsNobodyIsLeft(CgroupFlavour flavour) {
        assertThat(onHost(flavour).killAll(hierarchy, WEB, LONG)).isEmpty();
        assertThat(cgroups.processes(hierarchy, WEB)).isEmpty();
        assertThat(kernel.openDescriptors()).isEmpty();
    }

    @Test
    void versionTwoKillsAllAtOnce() {
        onHost(CgroupFlavour.V2).killAll(hierarchy, WEB, LONG);
        assertThat(kernel.log().calls("write")).containsExactly("write /sys/fs/cgroup/mesos/web/cgroup.kill 1");
        assertThat(kernel.log().calls("pidfdSignal")).isEmpty();
    }

    @Test
    void versionOneFreezesFirstSoThatNobodyForks() {
        onHost(CgroupFlavour.V1).killAll(hierarchy, WEB, LONG);
        assertThat(kernel.log().calls("write", "pidfdSignal"))
                .first()
                .asString()
                .endsWith("/freezer/mesos/web/freezer.state FROZEN");
        assertThat(kernel.log().calls("write", "pidfdSignal"))
                .hasSize(5)
                .last()
                .asString()
                .endsWith("/freezer/mesos/web/freezer.state THAWED");
    }

    @Test
    void aProcessThatEndsMeanwhileIsFine() {
        ProcessKiller killer = onHost(CgroupFlavour.V1);
        kernel.log().fail("pidfdOpen", "2", Errno.ESRCH, 1);
        assertThat(killer.killAll(hierarchy, WEB, LONG)).isEmpty();
    }

    /** Frozen processes could not even die. */
    @Test
    void whateverFailsTheProcessesAreThawedAgain() {
        ProcessKiller killer = onHost(CgroupFlavour.V1);
        kernel.log().fail("pidfdOpen", "2", Errno.EPERM, 1);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> killer.killAll(hierarchy, WEB, LONG));
        assertThat(CgroupFixture.get(cgroups.directory(hierarchy, WEB).resolve("freezer.state")))
                .isEqualTo("THAWED");
    }

    @Test
    void whoCannotBeKilledInTimeIsNamed() {
        ProcessKiller killer = onHost(CgroupFlavour.V2);
        kernel.log().fail("write", "cgroup.kill", Errno.ENODEV, Integer.MAX_VALUE);
        assertThat(killer.killAll(hierarchy, WEB, Duration.ofMillis(20))).containsExactlyInAnyOrder(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void aContainerWithoutCgroupHasNobodyToKill(CgroupFlavour flavour) {
        assertThat(onHost(flavour).killAll(hierarchy, ContainerId.of("none"), LONG))
                .isEmpty();
        assertThat(kernel.log().calls("write")).isEmpty();
    }
}
