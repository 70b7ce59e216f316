package io.containerizer.agent.metrics;

import io.containerizer.agent.state.GarbageFigures;
import java.util.List;
import java.util.function.Supplier;

/** {@code gc/*}: the removal of old sandboxes. */
public final class GarbageMetrics implements MetricSource {

    private static final double NANOS = 1e9;

    private final Supplier<GarbageFigures> garbage;

    public GarbageMetrics(Supplier<GarbageFigures> garbage) {
        this.garbage = garbage;
    }

    @Override
    public List<Metric> read() {
        GarbageFigures now = garbage.get();
        return List.of(
                Metric.counter("gc/path_removals_succeeded", "Old sandboxes that were removed", now.removed()),
                Metric.counter("gc/path_removals_failed", "Old sandboxes that could not be removed", now.failed()),
                Metric.gauge(
                        "gc/path_removals_pending", "Sandboxes that will be removed when they are old", now.pending()),
                Metric.gauge(
                        "slave/executor_directory_max_allowed_age_secs",
                        "How old a sandbox may become at present",
                        now.oldest().toNanos() / NANOS));
    }
}
