package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Bytes;
import io.containerizer.api.Capability;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Limitation;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Rlimit;
import io.containerizer.api.Statistic;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.testkit.RequiresCgroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@KernelTest
class LimitsTest {

    private static final ContainerId ID = ContainerId.of("l");
    private static final String HOG = "head -c 200000000 /dev/zero | tail";

    @Test
    @RequiresCgroup("memory")
    void anOomIsReportedAsOneWithItsNumbers(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,namespaces/pid,cgroups/mem");
        Termination end = within(engine.launch(shell(ID, HOG)
                        .resources(Resources.NONE.withMemory(Bytes.megabytes(64)))
                        .build())
                .terminated());
        assertThat(end.limitation())
                .map(Limitation::reason)
                .contains(Limitation.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
        assertThat(end.message())
                .startsWith("Memory limit exceeded (OOM): Requested: 64MB Maximum Used: ")
                .contains("MEMORY STATISTICS");
        assertThat(end.limitation().orElseThrow().resource().memory()).isGreaterThan(Bytes.megabytes(60));
    }

    @Test
    @RequiresCgroup("memory")
    void anOomOfAChildEndsTheContainer(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,namespaces/pid,cgroups/mem");
        Termination end = within(engine.launch(shell(ID, "(" + HOG + "); sleep 1000")
                        .resources(Resources.NONE.withMemory(Bytes.megabytes(64)))
                        .build())
                .terminated());
        assertThat(end.limitation()).isPresent();
    }

    @Test
    @RequiresCgroup("memory")
    void sigkillIsNotMistakenForAnOom(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,namespaces/pid,cgroups/mem");
        var launched = engine.launch(shell(ID, "kill -9 $$")
                .resources(Resources.NONE.withMemory(Bytes.megabytes(64)))
                .build());
        Termination end = within(launched.terminated());
        assertThat(end.exitCode()).isEqualTo(137);
        assertThat(end.limitation()).isEmpty();
    }

    @Test
    @RequiresCgroup({"memory", "cpu"})
    void usageHasTheSameFieldsOnEveryHost(EngineFixture fixture) {
        Map<String, String> flags =
                fixture.flags("filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem,cgroups/pids");
        flags.put("cgroups_enable_cfs", "true");
        Containerizer engine = fixture.engine(flags);
        engine.launch(shell(ID, "while :; do :; done")
                .resources(new Resources(0.5, Bytes.megabytes(64), Bytes.ZERO))
                .build());
        eventually(
                "it is throttled",
                () -> engine.usage(ID)
                        .get(Statistic.CPUS_NR_THROTTLED)
                        .map(n -> n.longValue() > 0)
                        .orElse(false));
        ResourceStatistics usage = engine.usage(ID);
        assertThat(usage.values().keySet())
                .contains(
                        Statistic.CPUS_USER_TIME_SECS,
                        Statistic.CPUS_SYSTEM_TIME_SECS,
                        Statistic.CPUS_LIMIT,
                        Statistic.CPUS_SOFT_LIMIT,
                        Statistic.CPUS_NR_PERIODS,
                        Statistic.CPUS_NR_THROTTLED,
                        Statistic.CPUS_THROTTLED_TIME_SECS,
                        Statistic.MEM_TOTAL_BYTES,
                        Statistic.MEM_LIMIT_BYTES,
                        Statistic.MEM_SOFT_LIMIT_BYTES,
                        Statistic.MEM_FILE_BYTES,
                        Statistic.MEM_CACHE_BYTES,
                        Statistic.MEM_ANON_BYTES,
                        Statistic.MEM_RSS_BYTES,
                        Statistic.MEM_MAPPED_FILE_BYTES,
                        Statistic.MEM_UNEVICTABLE_BYTES,
                        Statistic.THREADS);
        assertThat(usage.get(Statistic.MEM_LIMIT_BYTES))
                .contains(Bytes.megabytes(64).value());
    }

    @Test
    @RequiresCgroup("memory")
    void aLimitCanBeRaisedWhileTheContainerRuns(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,namespaces/pid,cgroups/mem");
        engine.launch(shell(ID, "sleep 1; " + HOG + " | wc -c")
                .resources(Resources.NONE.withMemory(Bytes.megabytes(64)))
                .build());
        engine.update(ID, Resources.NONE.withMemory(Bytes.megabytes(512)), Resources.NONE);
        assertThat(within(engine.await(ID)).exitCode()).isZero();
    }

    @Test
    @RequiresCgroup("pids")
    void aForkBombStopsAtTheCap(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags("filesystem/linux,namespaces/pid,cgroups/pids");
        flags.put("cgroups_pids_max", "20");
        Containerizer engine = fixture.engine(flags);
        engine.launch(shell(ID, "while :; do sleep 1000 & done").build());
        eventually(
                "the cap is reached",
                () -> engine.usage(ID)
                                .get(Statistic.THREADS)
                                .map(n -> n.longValue() >= 19)
                                .orElse(false)
                        || engine.await(ID).isDone());
        within(engine.destroy(ID));
    }

    @Test
    void rlimitsHold(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,posix/rlimits");
        String out = fixture.run(
                engine,
                shell(ID, "ulimit -Sn; ulimit -Hn; ulimit -c")
                        .rlimits(
                                List.of(new Rlimit(Rlimit.Type.NOFILE, 100, 200), new Rlimit(Rlimit.Type.CORE, 0, 0))));
        assertThat(out).isEqualTo("100\n200\n0\n");
    }

    @Test
    void capabilitiesAndNoNewPrivilegesHold(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/linux,linux/capabilities,linux/nnp");
        LinuxInfo linux = LinuxInfo.DEFAULT.withCapabilities(
                Optional.of(Set.of(Capability.CHOWN, Capability.NET_RAW)), Optional.empty());
        String asRoot = fixture.run(
                engine,
                shell(ContainerId.of("root"), "grep -E 'Cap|NoNew' /proc/self/status")
                        .linux(linux));
        assertThat(asRoot).contains("CapEff:\t0000000000002001", "CapBnd:\t0000000000002001", "NoNewPrivs:\t1");
        String asUser = fixture.run(
                engine,
                shell(ContainerId.of("user"), "grep -E 'Cap' /proc/self/status; id -u")
                        .linux(linux)
                        .user("nobody"));
        assertThat(asUser)
                .contains("CapEff:\t0000000000002001", "CapAmb:\t0000000000002001")
                .endsWith("65534\n");
    }
}
