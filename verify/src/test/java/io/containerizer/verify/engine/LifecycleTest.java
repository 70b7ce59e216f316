package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class LifecycleTest {

    private static final ContainerId ID = ContainerId.of("c");

    @ParameterizedTest
    @ValueSource(
            strings = {
                ISOLATION,
                "filesystem/linux",
                "posix/cpu,posix/mem",
                "namespaces/pid,filesystem/linux,namespaces/ipc"
            })
    void exitCodesArriveAsTheyAre(String isolation, EngineFixture fixture) {
        Containerizer engine = fixture.engine(isolation);
        for (int code : new int[] {0, 1, 7, 255}) {
            ContainerId id = ContainerId.of("exit" + code);
            LaunchedContainer launched = engine.launch(shell(id, "exit " + code).build());
            assertThat(within(launched.exited()).exitCode()).isEqualTo(code);
            assertThat(within(launched.terminated()).exitCode()).isEqualTo(code);
            engine.remove(id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 10, 15})
    void aSignalEndsTheCommandAndIsReported(int signal, EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        LaunchedContainer launched = engine.launch(
                ContainerSpec.builder(ID, Command.of("sleep", "1000")).build());
        assertThat(engine.kill(ID, signal)).isTrue();
        Termination end = within(launched.terminated());
        assertThat(end.signaled()).isTrue();
        assertThat(end.exitCode()).isEqualTo(128 + signal);
    }

    @Test
    void aSignalRightAfterTheLaunchIsNotLost(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        for (int i = 0; i < 100; i++) {
            ContainerId id = ContainerId.of("s" + i);
            LaunchedContainer launched = engine.launch(ContainerSpec.builder(id, Command.of("sleep", "1000"))
                    .keep(false)
                    .build());
            engine.kill(id, 15);
            assertThat(within(launched.terminated()).exitCode()).isEqualTo(143);
        }
    }

    @Test
    void destroyKillsWhatTheCommandLeftBehind(EngineFixture fixture) {
        for (String isolation : new String[] {ISOLATION, "filesystem/linux,cgroups/cpu", "cgroups/mem"}) {
            Containerizer engine = fixture.engine(isolation);
            LaunchedContainer launched =
                    engine.launch(shell(ID, "setsid sleep 1000 & (setsid setsid sleep 1001 &) ; sleep 1002")
                            .build());
            eventually("all three sleep", () -> fixture.processes().size() >= 3);
            assertThat(within(engine.destroy(ID)).exitCode()).isEqualTo(137);
            assertThat(launched.terminated()).isDone();
            assertThat(fixture.cgroups()).isEmpty();
            engine.remove(ID);
        }
    }

    @Test
    void whenTheCommandEndsSoDoItsOrphans(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux");
        LaunchedContainer launched =
                engine.launch(shell(ID, "setsid sleep 1000 & exit 3").build());
        assertThat(within(launched.terminated()).exitCode()).isEqualTo(3);
        fixture.assertNothingLeft();
    }

    @Test
    void destroyIsIdempotentAndMayComeFromManySides(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(ID, "sleep 1000").build());
        var first = engine.destroy(ID);
        var second = engine.destroy(ID);
        assertThat(within(first)).isEqualTo(within(second)).isEqualTo(within(engine.destroy(ID)));
        assertThat(within(engine.await(ID))).isEqualTo(within(first));
    }

    @Test
    void anIdIsTakenUntilItIsRemoved(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        within(engine.launch(shell(ID, "true").build()).terminated());
        assertThatThrownBy(() -> engine.launch(shell(ID, "true").build()))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(engine.find(ID).orElseThrow().state()).isEqualTo(ContainerState.TERMINATED);
        engine.remove(ID);
        assertThat(Files.exists(fixture.sandbox(ID))).isFalse();
        assertThat(engine.find(ID)).isEmpty();
        within(engine.launch(shell(ID, "true").build()).terminated());
    }

    @Test
    void aRunningContainerCannotBeRemoved(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(ID, "sleep 1000").build());
        assertThatThrownBy(() -> engine.remove(ID))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STILL_RUNNING));
    }

    @Test
    void onlyTheContainersProcessesAreSeenInside(EngineFixture fixture) {
        String out = fixture.run(fixture.engine(ISOLATION), shell(ID, "ps -e -o pid=,comm="));
        assertThat(out.lines().map(String::strip))
                .hasSizeLessThanOrEqualTo(4)
                .anyMatch(l -> l.equals("1 container-init"));
    }

    @Test
    void aFailedLaunchLeavesNothing(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        assertThatThrownBy(() -> engine.launch(
                        ContainerSpec.builder(ID, Command.of("/no/such")).build()))
                .isInstanceOfSatisfying(ContainerizerException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND);
                    assertThat(e.subject()).isEqualTo("/no/such");
                });
        assertThat(engine.containers()).isEmpty();
        assertThat(fixture.cgroups()).isEmpty();
        assertThat(Files.exists(fixture.sandbox(ID))).isFalse();
        within(engine.launch(shell(ID, "true").build()).terminated());
    }

    @Test
    void manyAtOnce(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        var all = IntStream.range(0, 100)
                .parallel()
                .mapToObj(i -> engine.launch(
                        shell(ContainerId.of("m" + i), "exit " + i).keep(false).build()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            int code = Integer.parseInt(all.get(i).id().value().substring(1));
            assertThat(within(all.get(i).terminated()).exitCode()).isEqualTo(code);
        }
        assertThat(engine.containers()).isEmpty();
    }
}
