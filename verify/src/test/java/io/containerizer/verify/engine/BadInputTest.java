package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.Rlimit;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.Containerizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said with its subject, and nothing is left behind. */
@KernelTest
class BadInputTest {

    private static final ContainerId ID = ContainerId.of("b");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filesystem/linux,namespaces/pdi | UNKNOWN_ISOLATOR | did you mean namespaces/pid?",
                "filesystem/linux,filesystem/posix | INVALID_FLAG | only one of filesystem/linux, filesystem/posix",
                "cgroups/mem,cgroups/mem | INVALID_FLAG | cgroups/mem is named twice",
                "namespaces/pid | UNUSABLE_ISOLATOR | add filesystem/linux to --isolation",
            })
    void isolation(String isolation, ErrorCode code, String message, EngineFixture fixture) {
        assertThatThrownBy(() -> fixture.engine(isolation))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void flagsAreReportedTogether(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("cgroup_root", "x");
        flags.put("cgroups_destroy_timeout", "5 parsecs");
        flags.put("cgroups_enable_cfs", "perhaps");
        assertThatThrownBy(() -> fixture.engine(flags))
                .hasMessageContaining("--cgroup_root is not known, did you mean --cgroups_root?")
                .hasMessageContaining("--cgroups_destroy_timeout: '5 parsecs'")
                .hasMessageContaining("--cgroups_enable_cfs: 'perhaps'");
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                request(
                        "a volume without its source",
                        "/no/such/source",
                        b -> b.volumes(List.of(Volume.of("/no/such/source", "/tmp")))),
                request(
                        "a volume without its target",
                        "/no/such/target",
                        b -> b.volumes(List.of(Volume.of("/tmp", "/no/such/target")))),
                request("a root that is none", "/no/such/root", b -> b.rootfs(Path.of("/no/such/root"))),
                request("the host's root", "other than /", b -> b.rootfs(Path.of("/"))),
                request("an unknown user", "nobody-knows", b -> b.user("nobody-knows")),
                request(
                        "too much memory",
                        "memory",
                        b -> b.resources(Resources.NONE.withMemory(new Bytes(Long.MAX_VALUE - 1)))),
                request("a sandbox that cannot be", "/proc/no", b -> b.sandbox(Path.of("/proc/no/sandbox"))),
                request("a sandbox that is there", "/usr: it is there already", b -> b.sandbox(Path.of("/usr"))));
    }

    private static Arguments request(String name, String message, UnaryOperator<ContainerSpec.Builder> change) {
        return Arguments.of(name, message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void requests(String name, String message, UnaryOperator<ContainerSpec.Builder> change, EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        ContainerizerException failure = catchThrowableOfType(ContainerizerException.class, () -> {
            ContainerSpec spec = change.apply(shell(ID, "true")).build();
            within(engine.launch(spec).terminated());
        });
        if (failure != null) { // a kernel may take a huge number for "no limit"
            assertThat(failure).hasMessageContaining(message);
        } else {
            assertThat(name).isEqualTo("too much memory");
            engine.remove(ID);
        }
        assertThat(engine.containers()).isEmpty();
        assertThat(fixture.cgroups()).isEmpty();
        assertThat(Files.exists(fixture.sandbox(ID))).isFalse();
    }

    @Test
    void aHardLimitAboveTheEnginesOwnIsRefusedWhereItMayNotRaiseIt(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,posix/rlimits");
        ContainerSpec spec = shell(ID, "true")
                .rlimits(List.of(new Rlimit(Rlimit.Type.NOFILE, 1L << 40, 1L << 40)))
                .build();
        assertThatThrownBy(() -> engine.launch(spec)).hasMessageContaining("set rlimit NOFILE: EPERM");
    }

    @Test
    void aFullDiskAtACheckpointIsNamed(EngineFixture fixture) {
        try (EngineProcess engine = EngineProcess.start(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mkdir -p \"$0\" && mount -t tmpfs -o nr_inodes=9 tmpfs \"$0\" && exec \"$@\" 2>\"$0.err\"",
                        fixture.runtimeDirectory().toString()),
                fixture.flags(ISOLATION),
                0,
                "sleep 1000")) {
            assertThat(engine.awaitReady()).isFalse();
        }
        assertThat(EngineFixture.read(fixture.top().resolve("run.err"))).contains("No space left on device");
    }

    @Test
    void somebodyElsesCgroupIsNotTaken(EngineFixture fixture) {
        Containerizer first = fixture.engine(ISOLATION);
        first.launch(shell(ID, "sleep 1000").build());
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("runtime_dir", fixture.top().resolve("other-run").toString());
        flags.put("work_dir", fixture.top().resolve("other-work").toString());
        Containerizer second = fixture.engine(flags);
        assertThatThrownBy(() -> second.launch(shell(ID, "true").build())).hasMessageContaining("--cgroups_root");
        assertThat(first.find(ID).orElseThrow().pid()).isPresent();
        assertThat(fixture.cgroups()).isNotEmpty();
    }
}
