package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.Statistic;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Seams;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class RecoveryTest {

    private static final ContainerId ID = ContainerId.of("c0");

    @ParameterizedTest
    @ValueSource(strings = {ISOLATION, "filesystem/linux", "cgroups/mem"})
    void aKilledEnginesContainersGoOn(String isolation, EngineFixture fixture) {
        EngineProcess first = EngineProcess.start(fixture.flags(isolation), 0, "while :; do echo on; sleep 0.01; done");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        Containerizer second = fixture.engine(isolation);
        assertThat(second.find(ID).orElseThrow().state()).isEqualTo(ContainerState.RUNNING);
        second.recover();
        int before = fixture.stdout(ID).length();
        eventually("it still writes", () -> fixture.stdout(ID).length() > before);
        if (fixture.flags(isolation).get("isolation").contains("cgroups/mem")) {
            assertThat(second.usage(ID).get(Statistic.MEM_TOTAL_BYTES)).isPresent();
        }
        assertThat(second.kill(ID, 15)).isTrue();
        assertThat(within(second.await(ID)).exitCode()).isEqualTo(143);
        second.remove(ID);
        fixture.assertNothingLeft();
    }

    /** A runtime directory that survives a restart of the host, as none should. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatEndedWithItsHostIsToldSo(boolean restarted, EngineFixture fixture) {
        Containerizer before =
                fixture.engine(fixture.flags(ISOLATION), Seams.real().withBoot("before"));
        int init = before.launch(shell(ID, "sleep 1000").build()).pid();
        before.close();
        ProcessHandle.of(init).orElseThrow().destroyForcibly();
        eventually("it is gone", () -> fixture.processes().isEmpty());
        Containerizer after =
                fixture.engine(fixture.flags(ISOLATION), Seams.real().withBoot(restarted ? "after" : "before"));
        assertThat(after.find(ID).orElseThrow().termination().orElseThrow())
                .isEqualTo(new Termination(
                        Termination.KILLED, Optional.empty(), restarted ? "the host was restarted while it ran" : ""));
        after.remove(ID);
        fixture.assertNothingLeft();
    }

    @Test
    void theExitStatusOfOneThatEndedMeanwhileIsReported(EngineFixture fixture) {
        EngineProcess first = EngineProcess.start(fixture.flags(ISOLATION), 0, "sleep 0.3; exit 23");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        eventually("it has ended", () -> fixture.processes().isEmpty());
        Containerizer second = fixture.engine(ISOLATION);
        assertThat(within(second.await(ID)).exitCode()).isEqualTo(23);
        assertThat(fixture.cgroups()).isEmpty();
    }

    @Test
    void withTheLauncherDeadAFreshOneTakesOver(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(ID, "sleep 0.5; exit 9").build());
        long launcher = ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(fixture.runtimeDirectory() + "/launcher-"))
                .findFirst()
                .orElseThrow()
                .pid();
        ProcessHandle.of(launcher).orElseThrow().destroyForcibly();
        ContainerId next = ContainerId.of("next");
        eventually("a launch works again", () -> {
            try {
                engine.launch(shell(next, "exit 4").build());
                return true;
            } catch (io.containerizer.api.ContainerizerException e) {
                return false;
            }
        });
        assertThat(within(engine.await(next)).exitCode()).isEqualTo(4);
        assertThat(within(engine.await(ID)).exitCode()).isEqualTo(9);
    }

    @Test
    void anotherEngineUnderItsOwnIsolationCleansUpToo(EngineFixture fixture) {
        EngineProcess first = EngineProcess.start(fixture.flags(ISOLATION), 0, "sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        Containerizer second = fixture.engine("posix/cpu,posix/mem");
        assertThat(within(second.destroy(ID)).exitCode()).isEqualTo(137);
        second.remove(ID);
        fixture.assertNothingLeft();
    }

    /** Parent and children are all dead when the next engine looks: each is ended once, the children first. */
    @Test
    void aFamilyThatDiedWithItsEngineIsCleanedUp(EngineFixture fixture) {
        EngineProcess first = EngineProcess.start(fixture.flags(ISOLATION), 0, "sleep 1000", "c0.child:sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        ContainerView parent = fixture.engine(ISOLATION).find(ID).orElseThrow();
        ProcessHandle init = ProcessHandle.of(parent.pid().orElseThrow()).orElseThrow();
        init.destroyForcibly();
        eventually("the init is gone", () -> !init.isAlive());
        Containerizer second = CompletableFuture.supplyAsync(() -> fixture.engine(ISOLATION))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(within(second.await(ID)).exitCode()).isEqualTo(137);
        second.remove(ID);
        fixture.assertNothingLeft();
    }

    @Test
    void anEngineWithAnotherCgroupRootCleansUpWhereTheContainerWas(EngineFixture fixture) {
        EngineProcess first = EngineProcess.start(fixture.flags(ISOLATION), 0, "sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("cgroups_root", fixture.otherCgroupsRoot());
        Containerizer second = fixture.engine(flags);
        assertThat(within(second.destroy(ID)).exitCode()).isEqualTo(137);
        assertThat(fixture.cgroups().stream().filter(p -> p.endsWith("c0"))).isEmpty();
        second.remove(ID);
    }

    @Test
    void aLivingEnginesContainersAreLeftAlone(EngineFixture fixture) {
        try (EngineProcess first = EngineProcess.start(fixture.flags(ISOLATION), 0, "sleep 1000")) {
            assertThat(first.awaitReady()).isTrue();
            Containerizer second = fixture.engine(ISOLATION);
            second.recover();
            assertThat(second.find(ID).orElseThrow().state()).isEqualTo(ContainerState.RUNNING);
            second.destroyAll();
            assertThat(second.find(ID).orElseThrow().state()).isEqualTo(ContainerState.RUNNING);
            assertThat(within(second.destroy(ID)).exitCode()).isEqualTo(137);
            assertThat(first.finish()).isZero();
            second.remove(ID);
        }
        assertThat(Files.exists(fixture.sandbox(ID))).isFalse();
    }
}
