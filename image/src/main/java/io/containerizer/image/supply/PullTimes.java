package io.containerizer.image.supply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the pulls of the last hour took, in milliseconds, as Mesos' timers tell it. */
final class PullTimes {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST = 10_000;
    private static final Map<String, Double> PARTS =
            Map.of("p50", 0.5, "p90", 0.9, "p95", 0.95, "p99", 0.99, "p999", 0.999, "p9999", 0.9999);

    private final InstantSource clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant end, double millis) {}

    PullTimes(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(Duration duration) {
        samples.addLast(new Sample(clock.instant(), duration.toNanos() / 1e6));
        forget();
    }

    private void forget() {
        Instant oldest = clock.instant().minus(WINDOW);
        while (samples.size() > MOST
                || (!samples.isEmpty() && samples.getFirst().end.isBefore(oldest))) {
            samples.removeFirst();
        }
    }

    /** Empty as long as there was none. */
    synchronized Map<String, Number> gauges(String name) {
        forget();
        Map<String, Number> gauges = new LinkedHashMap<>();
        if (samples.isEmpty()) {
            return gauges;
        }
        gauges.put(name, samples.getLast().millis);
        double[] sorted = samples.stream().mapToDouble(Sample::millis).sorted().toArray();
        gauges.put(name + "/count", sorted.length);
        gauges.put(name + "/max", sorted[sorted.length - 1]);
        gauges.put(name + "/min", sorted[0]);
        PARTS.forEach((part, quantile) -> gauges.put(name + "/" + part, at(sorted, quantile)));
        return gauges;
    }

    private static double at(double[] sorted, double quantile) {
        double position = quantile * (sorted.length - 1);
        int below = (int) position;
        double[] pair = Arrays.copyOfRange(sorted, below, Math.min(below + 2, sorted.length));
        return pair[0] + (position - below) * (pair[pair.length - 1] - pair[0]);
    }
}
