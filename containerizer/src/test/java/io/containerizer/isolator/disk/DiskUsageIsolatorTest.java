package io.containerizer.isolator.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Volume;
import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskUsageIsolatorTest extends IsolatorContractTest {

    private static final Duration NEVER_AGAIN = Duration.ofDays(1);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final FakeMeter meter = new FakeMeter();
    private final BlockingQueue<Limitation> limitations = new LinkedBlockingQueue<>();
    private DiskUsageIsolator isolator = isolator(NEVER_AGAIN, false);

    /** Says what it is told to, in kilobytes, and remembers what it was asked. */
    private static final class FakeMeter implements DiskMeter {
        private final Map<String, Long> kilobytes = new ConcurrentHashMap<>();
        private final Map<String, Collection<Place>> excluded = new ConcurrentHashMap<>();
        private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

        @Override
        public long bytes(Place place, Collection<Place> without) {
            String name = place.toString();
            excluded.put(name, List.copyOf(without));
            asked.add(name);
            Long known = kilobytes.get(name);
            if (known == null) {
                throw ContainerizerException.of(ErrorCode.KERNEL, "open", name, "ENOENT");
            }
            return known * 1024;
        }

        void awaitAsked(String name, int times) throws InterruptedException {
            for (int i = 0; i < times; ) {
                String next = asked.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("measured next").isNotNull();
                i += name.equals(next) ? 1 : 0;
            }
        }
    }

    private DiskUsageIsolator isolator(Duration interval, boolean enforce) {
        return new DiskUsageIsolator(meter, new DiskWatches(interval, Thread::new), enforce);
    }

    @Override
    protected IsolatorFactory factory() {
        return new DiskUsageIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.resources(Resources.NONE.withDisk(Bytes.megabytes(1)));
    }

    /** The sandboxes that the suite's containers have. */
    @Override
    protected void configure(FakeEnvironment environment) {
        try {
            for (String name : List.of("web", "parent", "plain", "full")) {
                Files.createDirectories(container(name).sandbox());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        isolator.close();
    }

    private Container withVolumes() {
        return TestContainer.named(top, "web")
                .with(this::request)
                .with(spec -> spec.volumes(List.of(
                        Volume.of("/data", "/mnt").withQuota(Bytes.megabytes(2)),
                        Volume.of("tmp", "/tmp").withQuota(Bytes.megabytes(3)),
                        Volume.of("/etc", "/opt"))))
                .build();
    }

    @Test
    void sandboxAndVolumesAreAccountedApart() throws Exception {
        Container container = withVolumes();
        String sandbox = container.sandbox().toString();
        meter.kilobytes.putAll(Map.of(sandbox, 4L, "/data", 8L, sandbox + "/tmp", 12L));
        isolator.isolate(container, 1);
        ResourceStatistics usage = isolator.usage(container);
        assertThat(usage.values())
                .isEqualTo(Map.of(Statistic.DISK_LIMIT_BYTES, 1L << 20, Statistic.DISK_USED_BYTES, 4096L));
        assertThat(usage.disks())
                .containsExactly(
                        new DiskStatistics(Optional.empty(), Optional.of(1L << 20), Optional.of(4096L)),
                        new DiskStatistics(Optional.of("/mnt"), Optional.of(2L << 20), Optional.of(8192L)),
                        new DiskStatistics(Optional.of("/tmp"), Optional.of(3L << 20), Optional.of(12288L)));
        assertThat(meter.excluded.get(sandbox)).extracting(Place::toString).containsExactly("/data", sandbox + "/tmp");
        assertThat(meter.excluded.get("/data")).isEmpty();
        assertThat(meter.excluded).doesNotContainKey("/etc");
    }

    @Test
    void aVolumeInTheSandboxIsLookedForThere() {
        Container plain = container("web");
        Container container = TestContainer.named(top, "web")
                .with(spec -> spec.volumes(
                        List.of(Volume.of(plain.sandbox() + "/v", "/v").withQuota(Bytes.megabytes(1)))))
                .build();
        meter.kilobytes.putAll(Map.of(plain.sandbox().toString(), 4L, plain.sandbox() + "/v", 4L));
        isolator.isolate(container, 1);
        isolator.usage(container);
        assertThat(meter.excluded.get(plain.sandbox().toString())).containsExactly(new Place(plain.sandbox(), "v"));
    }

    @Test
    void withoutARequestThereIsNoLimit() {
        Container container = TestContainer.named(top, "web").build();
        meter.kilobytes.put(container.sandbox().toString(), 4L);
        isolator.isolate(container, 1);
        assertThat(isolator.usage(container).values()).isEqualTo(Map.of(Statistic.DISK_USED_BYTES, 4096L));
    }

    @Test
    void whoDoesNotWatchMeasuresOnceInAnInterval() {
        Container container = container("web");
        meter.kilobytes.put(container.sandbox().toString(), 4L);
        isolator.isolate(container, 1);
        isolator.usage(container);
        isolator.usage(container);
        assertThat(meter.asked).hasSize(1);
    }

    @Test
    void untilItIsMeasuredOnlyTheLimitIsKnown() throws Exception {
        CountDownLatch measuring = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        DiskMeter slow = (place, excluded) -> {
            measuring.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 4096;
        };
        isolator = new DiskUsageIsolator(slow, new DiskWatches(NEVER_AGAIN, Thread::new), false);
        Container container = container("web");
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        measuring.await();
        assertThat(isolator.usage(container).values()).isEqualTo(Map.of(Statistic.DISK_LIMIT_BYTES, 1L << 20));
        go.countDown();
    }

    @Test
    void whoExceedsTheQuotaIsEndedOnce() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = container("web");
        meter.kilobytes.put(container.sandbox().toString(), 1024L);
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        meter.awaitAsked(container.sandbox().toString(), 3);
        assertThat(limitations).isEmpty();
        meter.kilobytes.put(container.sandbox().toString(), 1025L);
        Limitation limitation = limitations.poll(20, TimeUnit.SECONDS);
        assertThat(limitation)
                .isEqualTo(new Limitation(
                        Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                        "Disk usage (1025KB) exceeds quota (1MB)",
                        Resources.NONE.withDisk(new Bytes(1025 * 1024))));
        meter.asked.clear();
        meter.awaitAsked(container.sandbox().toString(), 3);
        assertThat(limitations).isEmpty();
    }

    @Test
    void aVolumeHasAQuotaOfItsOwn() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = withVolumes();
        String sandbox = container.sandbox().toString();
        meter.kilobytes.putAll(Map.of(sandbox, 1024L, "/data", 2048L, sandbox + "/tmp", 4096L));
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        assertThat(limitations.poll(20, TimeUnit.SECONDS))
                .extracting(Limitation::message)
                .isEqualTo("Disk usage (4MB) exceeds quota (3MB) for volume '/tmp'");
    }

    @Test
    void nobodyIsEndedUnlessTheOperatorWantsIt() throws Exception {
        isolator = isolator(AT_ONCE, false);
        Container container = container("web");
        meter.kilobytes.put(container.sandbox().toString(), 4096L);
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        meter.awaitAsked(container.sandbox().toString(), 3);
        assertThat(limitations).isEmpty();
        assertThat(isolator.usage(container).get(Statistic.DISK_USED_BYTES)).contains(4L << 20);
    }

    @Test
    void anUpdateChangesTheQuota() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = container("web");
        meter.kilobytes.put(container.sandbox().toString(), 1000L);
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        isolator.update(container, Resources.NONE, Resources.NONE);
        meter.awaitAsked(container.sandbox().toString(), 3);
        assertThat(limitations).isEmpty();
        isolator.update(container, Resources.NONE.withDisk(new Bytes(512_000)), Resources.NONE);
        assertThat(limitations.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whatCannotBeMeasuredIsTriedAgainAndHoldsNobodyUp() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = withVolumes();
        String sandbox = container.sandbox().toString();
        meter.kilobytes.put(sandbox + "/tmp", 1L);
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        meter.awaitAsked(sandbox + "/tmp", 2);
        assertThat(isolator.usage(container).get(Statistic.DISK_USED_BYTES)).isEmpty();
        meter.kilobytes.putAll(Map.of(sandbox, 2048L, "/data", 1L));
        assertThat(limitations.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    /** Who asks without watching is told why there is no figure. */
    @Test
    void aFailureReachesWhoAsks() {
        Container container = container("web");
        isolator.isolate(container, 1);
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> isolator.usage(container));
    }

    @Test
    void oneContainerIsMeasuredAtATime() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger now = new AtomicInteger();
        BlockingQueue<Integer> together = new LinkedBlockingQueue<>();
        DiskMeter watched = (place, excluded) -> {
            threads.add(Thread.currentThread());
            together.add(now.incrementAndGet());
            Thread.onSpinWait();
            now.decrementAndGet();
            return 0;
        };
        isolator = new DiskUsageIsolator(watched, new DiskWatches(AT_ONCE, Thread::new), true);
        for (int i = 0; i < 100; i++) {
            Container container = container("c" + i);
            isolator.isolate(container, 1);
            isolator.watch(container, limitations::add);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(together.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(threads).hasSize(1);
    }

    @Test
    void afterTheCleanupNothingIsMeasured() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = container("web");
        String sandbox = container.sandbox().toString();
        meter.kilobytes.put(sandbox, 4L);
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        meter.awaitAsked(sandbox, 2);
        isolator.cleanup(container.id());
        isolator.watch(container, limitations::add); // too late
        Container other = container("other");
        meter.kilobytes.put(other.sandbox().toString(), 4L);
        isolator.isolate(other, 1);
        isolator.watch(other, limitations::add);
        meter.awaitAsked(other.sandbox().toString(), 1);
        meter.asked.clear();
        meter.awaitAsked(other.sandbox().toString(), 3);
        assertThat(meter.asked).doesNotContain(sandbox);
    }

    private Container withPersistent(String id) {
        return TestContainer.named(top, "web")
                .with(this::request)
                .with(spec -> spec.volumes(List.of(Volume.persistent("r", id, "data", Bytes.megabytes(2)))))
                .build();
    }

    private String persistent(String id) {
        return top.resolve("work/volumes/roles/r").resolve(id).toString();
    }

    @Test
    void aPersistentVolumeIsNamedByItsId() throws Exception {
        isolator = isolator(AT_ONCE, true);
        Container container = withPersistent("db");
        String sandbox = container.sandbox().toString();
        meter.kilobytes.putAll(Map.of(sandbox, 4L, persistent("db"), 2049L));
        isolator.isolate(container, 1);
        assertThat(isolator.usage(container).disks())
                .containsExactly(
                        new DiskStatistics(Optional.empty(), Optional.of(1L << 20), Optional.of(4096L)),
                        new DiskStatistics(
                                Optional.of("data"),
                                Optional.of(new DiskStatistics.Persistence("db")),
                                Optional.of(2L << 20),
                                Optional.of(2049L * 1024)));
        isolator.watch(container, limitations::add);
        assertThat(limitations.poll(20, TimeUnit.SECONDS))
                .extracting(Limitation::message)
                .isEqualTo("Disk usage (2049KB) exceeds quota (2MB) for volume 'db'");
    }

    @Test
    void anUpdateChangesWhichVolumesAreMeasured() throws Exception {
        isolator = isolator(AT_ONCE, false);
        Container container = withPersistent("one");
        meter.kilobytes.putAll(
                Map.of(container.sandbox().toString(), 4L, persistent("one"), 8L, persistent("two"), 12L));
        isolator.isolate(container, 1);
        isolator.watch(container, limitations::add);
        meter.awaitAsked(persistent("one"), 2);
        isolator.update(withPersistent("two"), Resources.NONE, Resources.NONE);
        meter.awaitAsked(persistent("two"), 2);
        assertThat(isolator.usage(container).disks())
                .last()
                .extracting(DiskStatistics::persistence, DiskStatistics::usedBytes)
                .containsExactly(Optional.of(new DiskStatistics.Persistence("two")), Optional.of(12L * 1024));
    }
}
