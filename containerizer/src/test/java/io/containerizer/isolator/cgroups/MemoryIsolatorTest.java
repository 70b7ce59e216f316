package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new MemoryIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.resources(megabytes(64)).limits(megabytes(128));
    }

    /** In megabytes; 0 is not given, -1 no limit. At least 32 MB are given, so that something can start at all. */
    @ParameterizedTest
    @CsvSource({
        "V1, 64, 0, {memory.soft_limit_in_bytes=67108864;memory.limit_in_bytes=67108864}",
        "V1, 1, 0, {memory.soft_limit_in_bytes=33554432;memory.limit_in_bytes=33554432}",
        "V1, 64, 128, {memory.soft_limit_in_bytes=67108864;memory.limit_in_bytes=134217728}",
        "V1, 0, 1, {memory.soft_limit_in_bytes=33554432;memory.limit_in_bytes=33554432}",
        "V1, 64, -1, {memory.soft_limit_in_bytes=67108864;memory.limit_in_bytes=-1}",
        "V1, 0, 0, {}",
        "V2, 64, 0, {memory.low=67108864;memory.max=67108864}",
        "V2, 1, 128, {memory.low=33554432;memory.max=134217728}",
        "V2, 64, -1, {memory.low=67108864;memory.max=max}",
        "V2, 0, 0, {}",
    })
    void requestAndLimit(CgroupFlavour flavour, long request, long limit, String files) {
        Container container = TestContainer.named(top, "web")
                .with(s -> s.resources(megabytes(request)).limits(megabytes(limit)))
                .build();
        assertThat(settings(isolator(host(flavour)).prepare(container))).hasToString(files.replace(";", ", "));
    }

    @Test
    void swapIsCountedInIfTheOperatorSaysSo() {
        assertThat(settings(isolator(host(CgroupFlavour.V1).flag("cgroups_limit_swap", "true"))
                        .prepare(container("web"))))
                .hasToString("{memory.soft_limit_in_bytes=67108864, memory.limit_in_bytes=134217728,"
                        + " memory.memsw.limit_in_bytes=134217728}");
    }

    // ---- updates

    @ParameterizedTest
    @CsvSource({"V1, memory.limit_in_bytes", "V2, memory.max", "HYBRID, memory.limit_in_bytes"})
    void aLimitIsRaisedAndNeverLowered(CgroupFlavour flavour, String file) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        isolator.update(container, megabytes(64), megabytes(256));
        assertThat(CgroupFixture.get(cgroup(host).resolve(file))).isEqualTo("268435456");
        isolator.update(container, megabytes(64), megabytes(100));
        assertThat(CgroupFixture.get(cgroup(host).resolve(file))).isEqualTo("268435456");
        isolator.update(container, Resources.NONE, Resources.NONE);
        assertThat(CgroupFixture.get(cgroup(host).resolve(file))).isEqualTo("268435456");
    }

    /** The kernel refuses a limit with swap below the one without. */
    @Test
    void theLimitWithSwapIsRaisedFirst() {
        FakeEnvironment host = host(CgroupFlavour.V1).flag("cgroups_limit_swap", "true");
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        host.kernel().log().forget();
        isolator.update(container, megabytes(64), megabytes(256));
        assertThat(host.kernel().log().calls("write"))
                .containsExactly(
                        "write /sys/fs/cgroup/memory/mesos/web/memory.soft_limit_in_bytes 67108864",
                        "write /sys/fs/cgroup/memory/mesos/web/memory.memsw.limit_in_bytes 268435456",
                        "write /sys/fs/cgroup/memory/mesos/web/memory.limit_in_bytes 268435456");
    }

    @ParameterizedTest
    @CsvSource({"V1, 128, 134217728", "V1, -1, 9223372036854771712", "V2, 128, 134217728", "V2, -1, max"})
    void afterARestartALimitIsNotLoweredEither(CgroupFlavour flavour, long limit, String expected) {
        FakeEnvironment host = host(flavour);
        Container container = TestContainer.named(top, "web")
                .with(s -> s.resources(megabytes(64)).limits(megabytes(limit)))
                .build();
        launch(host, isolator(host), container, 1);
        Isolator second = isolator(host);
        second.recover(List.of(container), Set.of(container.id()));
        second.update(container, megabytes(64), megabytes(100));
        assertThat(CgroupFixture.get(
                        cgroup(host).resolve(flavour == CgroupFlavour.V1 ? "memory.limit_in_bytes" : "memory.max")))
                .isEqualTo(expected);
    }

    // ---- the OOM killer

    @ParameterizedTest
    @EnumSource
    void aContainerThatTheOomKillerHitIsReportedOnce(CgroupFlavour flavour) throws InterruptedException {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        BlockingQueue<Limitation> exceeded = new LinkedBlockingQueue<>();
        isolator.watch(container, exceeded::add);
        assertThat(exceeded).isEmpty();
        oom(host);
        assertThat(exceeded.poll(5, TimeUnit.SECONDS)).isNotNull();
        oom(host);
        assertThat(exceeded.poll(20, TimeUnit.MILLISECONDS)).isNull();
        host.kernel().endProcess(1);
        isolator.cleanup(container.id());
    }

    @ParameterizedTest
    @EnumSource
    void whatHappenedBeforeTheWatchIsReportedToo(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        oom(host);
        BlockingQueue<Limitation> exceeded = new LinkedBlockingQueue<>();
        isolator.watch(container, exceeded::add);
        assertThat(exceeded).hasSize(1);
        host.kernel().endProcess(1);
        isolator.cleanup(container.id());
    }

    @ParameterizedTest
    @EnumSource
    void theEndIsExplainedWithTheNumbers(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        oom(host);
        assertThat(isolator.explain(container)).hasValueSatisfying(limitation -> {
            assertThat(limitation.reason()).isEqualTo(Limitation.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
            assertThat(limitation.resource()).isEqualTo(megabytes(127));
            assertThat(limitation.message())
                    .startsWith("Memory limit exceeded (OOM): Requested: 128MB Maximum Used: 127MB")
                    .contains("MEMORY STATISTICS: \n"
                            + CgroupFixture.get(cgroup(host).resolve("memory.stat")));
        });
    }

    /** Kernels before 5.19 keep no peak in version 2. */
    @Test
    void withoutAPeakTheLimitStandsInItsPlace() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        oom(host);
        CgroupFixture.set(cgroup(host).resolve("memory.peak"), "");
        assertThat(isolator.explain(container).orElseThrow().resource()).isEqualTo(megabytes(128));
    }

    @ParameterizedTest
    @EnumSource
    void aContainerThatIsGoneAlreadyCanBeWatched(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        isolator.prepare(container);
        Set<Integer> open = host.kernel().openDescriptors();
        isolator.watch(container, limitation -> {
            throw new AssertionError(limitation);
        });
        assertThat(host.kernel().openDescriptors()).isEqualTo(open);
    }

    /** Marks the container as hit, and tells whoever watches. */
    private static void oom(FakeEnvironment host) {
        Path cgroup = cgroup(host);
        if (cgroup.resolve("memory.events").toFile().exists()) {
            CgroupFixture.set(cgroup.resolve("memory.events"), "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\n");
            CgroupFixture.set(cgroup.resolve("memory.peak"), "133169152\n");
            host.kernel().changed(cgroup.resolve("memory.events"));
        } else {
            CgroupFixture.set(cgroup.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
            CgroupFixture.set(cgroup.resolve("memory.max_usage_in_bytes"), "133169152\n");
            String registered = CgroupFixture.get(cgroup.resolve("cgroup.event_control"));
            if (!registered.isEmpty()) {
                host.kernel().eventFdSignal(Integer.parseInt(registered.split(" ")[0]));
            }
        }
    }

    // ---- figures

    @Test
    void figuresOfVersionOne() {
        FakeEnvironment host = host(CgroupFlavour.V1).flag("cgroups_limit_swap", "true");
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(
                cgroup(host).resolve("memory.stat"),
                "cache 9\ntotal_cache 1\ntotal_rss 2\ntotal_mapped_file 3\ntotal_swap 4\ntotal_unevictable 5\n");
        CgroupFixture.set(cgroup(host).resolve("memory.usage_in_bytes"), "6\n");
        CgroupFixture.set(cgroup(host).resolve("memory.memsw.usage_in_bytes"), "7\n");
        CgroupFixture.set(cgroup(host).resolve("memory.kmem.usage_in_bytes"), "8\n");
        CgroupFixture.set(cgroup(host).resolve("memory.kmem.tcp.usage_in_bytes"), "9\n");
        assertThat(isolator.usage(container).values())
                .isEqualTo(Map.ofEntries(
                        Map.entry(Statistic.MEM_FILE_BYTES, 1L),
                        Map.entry(Statistic.MEM_CACHE_BYTES, 1L),
                        Map.entry(Statistic.MEM_ANON_BYTES, 2L),
                        Map.entry(Statistic.MEM_RSS_BYTES, 2L),
                        Map.entry(Statistic.MEM_MAPPED_FILE_BYTES, 3L),
                        Map.entry(Statistic.MEM_SWAP_BYTES, 4L),
                        Map.entry(Statistic.MEM_UNEVICTABLE_BYTES, 5L),
                        Map.entry(Statistic.MEM_TOTAL_BYTES, 6L),
                        Map.entry(Statistic.MEM_TOTAL_MEMSW_BYTES, 7L),
                        Map.entry(Statistic.MEM_KMEM_USAGE_BYTES, 8L),
                        Map.entry(Statistic.MEM_KMEM_TCP_USAGE_BYTES, 9L)));
    }

    @Test
    void figuresOfVersionTwo() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(
                cgroup(host).resolve("memory.stat"),
                "anon 1\nfile 2\nkernel 3\nsock 4\nfile_mapped 5\nunevictable 6\n");
        CgroupFixture.set(cgroup(host).resolve("memory.current"), "7\n");
        CgroupFixture.set(cgroup(host).resolve("memory.swap.current"), "8\n");
        assertThat(isolator.usage(container).values())
                .isEqualTo(Map.ofEntries(
                        Map.entry(Statistic.MEM_ANON_BYTES, 1L),
                        Map.entry(Statistic.MEM_RSS_BYTES, 1L),
                        Map.entry(Statistic.MEM_FILE_BYTES, 2L),
                        Map.entry(Statistic.MEM_CACHE_BYTES, 2L),
                        Map.entry(Statistic.MEM_KMEM_USAGE_BYTES, 3L),
                        Map.entry(Statistic.MEM_KMEM_TCP_USAGE_BYTES, 4L),
                        Map.entry(Statistic.MEM_MAPPED_FILE_BYTES, 5L),
                        Map.entry(Statistic.MEM_UNEVICTABLE_BYTES, 6L),
                        Map.entry(Statistic.MEM_TOTAL_BYTES, 7L),
                        Map.entry(Statistic.MEM_SWAP_BYTES, 8L)));
    }

    private static Path cgroup(FakeEnvironment host) {
        return host.cgroups().mountPoint("memory").resolve("mesos/web");
    }

    private static Resources megabytes(long count) {
        return Resources.NONE.withMemory(count < 0 ? Resources.UNLIMITED : Bytes.megabytes(count));
    }
}
