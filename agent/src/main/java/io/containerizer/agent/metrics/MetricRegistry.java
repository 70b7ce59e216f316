package io.containerizer.agent.metrics;

import io.containerizer.api.ContainerizerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All sources. */
public final class MetricRegistry {

    private static final System.Logger LOG = System.getLogger(MetricRegistry.class.getName());

    private final List<MetricSource> sources;

    public MetricRegistry(List<MetricSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Every figure, by name.
     *
     * @param timeout the longest to wait; what comes later is missing. Absent: as long as it takes
     */
    public List<Metric> read(Optional<Duration> timeout) {
        List<Metric> all = new ArrayList<>();
        if (timeout.isEmpty()) {
            sources.forEach(source -> all.addAll(readOne(source)));
        } else {
            readUntil(System.nanoTime() + timeout.get().toNanos(), all);
        }
        all.sort(Comparator.comparing(Metric::name));
        return all;
    }

    /** Each on a thread of its own, so that a late one costs only its own figures. */
    private void readUntil(long deadline, List<Metric> all) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<List<Metric>>> coming = sources.stream()
                    .map(source -> threads.submit(() -> readOne(source)))
                    .toList();
            for (Future<List<Metric>> future : coming) {
                all.addAll(ifInTime(future, deadline));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Metric> ifInTime(Future<List<Metric>> future, long deadline) {
        try {
            return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Metric> readOne(MetricSource source) {
        try {
            return source.read();
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "some metrics are missing: " + e.getMessage());
            return List.of();
        }
    }
}
