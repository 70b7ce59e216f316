package io.containerizer.verify.engine;

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
import io.containerizer.api.Rlimit;
import io.containerizer.api.Statistic;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The posix launcher, which needs neither root nor Linux. */
@ExtendWith(EngineFixture.Resolver.class)
class PosixTest {

    private static final ContainerId ID = ContainerId.of("c0");

    private static Map<String, String> flags(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags("posix/cpu,posix/mem,posix/rlimits");
        flags.put("launcher", "posix");
        return flags;
    }

    @Test
    void exitCodesSignalsAndOutput(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        assertThat(within(engine.launch(shell(ID, "echo out; echo err >&2; exit 7")
                                        .build())
                                .terminated())
                        .exitCode())
                .isEqualTo(7);
        assertThat(fixture.stdout(ID)).isEqualTo("out\n");
        assertThat(fixture.stderr(ID)).isEqualTo("err\n");
        ContainerId other = ContainerId.of("signalled");
        engine.launch(shell(other, "sleep 1000").build());
        eventually("it runs", () -> fixture.processes().size() >= 2);
        engine.kill(other, 15);
        assertThat(within(engine.await(other)).exitCode()).isEqualTo(143);
    }

    @Test
    void usageIsReported(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(shell(ID, "while :; do :; done").build());
        eventually(
                "cpu time is seen",
                () -> engine.usage(ID)
                        .get(Statistic.CPUS_USER_TIME_SECS)
                        .map(t -> t.doubleValue() > 0.1)
                        .orElse(false));
        assertThat(engine.usage(ID).get(Statistic.MEM_RSS_BYTES)).isPresent();
        assertThat(within(engine.destroy(ID)).exitCode()).isEqualTo(137);
    }

    @Test
    void aMissingCommandIsNamed(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        assertThatThrownBy(() -> engine.launch(
                        ContainerSpec.builder(ID, Command.of("no-such-program")).build()))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND));
    }

    @Test
    void anRlimitThatCannotBeSetFailsTheLaunch(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        assertThatThrownBy(() -> engine.launch(shell(ID, "true")
                        .rlimits(List.of(Rlimit.parse("CORE=0"), Rlimit.parse("NOFILE=99999999999")))
                        .build()))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAUNCH_FAILED))
                .hasMessageStartingWith(
                        "launch container c0: set rlimit NOFILE: the shell cannot set it to 99999999999");
        assertThat(engine.find(ID)).isEmpty();
        assertThat(fixture.run(engine, shell(ID, "ulimit -c").rlimits(List.of(Rlimit.parse("CORE=0")))))
                .isEqualTo("0\n");
    }

    /** The shell counts in blocks and kilobytes, requests in bytes. */
    @Test
    void rlimitsAreInBytes(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        assertThat(fixture.run(
                        engine,
                        shell(ID, "ulimit -f; ulimit -s")
                                .rlimits(List.of(Rlimit.parse("FSIZE=1048576"), Rlimit.parse("STACK=1048576")))))
                .isEqualTo("2048\n1024\n");
    }

    @Test
    void noClassOfLinuxIsLoadedAndContainersSurvive(EngineFixture fixture) throws IOException {
        Path log = fixture.top().resolve("classes");
        Map<String, String> flags = flags(fixture);
        try (EngineProcess engine = EngineProcess.start(
                List.of("env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + log), flags, 0, "sleep 1; exit 6")) {
            assertThat(engine.awaitReady()).isTrue();
            engine.kill();
        }
        assertThat(Files.readString(log))
                .contains("io.containerizer.launch.PosixLauncher ")
                .doesNotContain("io.containerizer.linux.cgroup")
                .doesNotContain("io.containerizer.linux.event")
                .doesNotContain("io.containerizer.launch.LinuxLauncher ")
                .doesNotContain("io.containerizer.linux.syscall.Ffm");
        Containerizer next = fixture.engine(flags);
        assertThat(next.find(ID).orElseThrow().state()).isIn(ContainerState.RUNNING, ContainerState.TERMINATED);
        next.recover();
        assertThat(within(next.await(ID)).exitCode()).isEqualTo(6);
    }
}
