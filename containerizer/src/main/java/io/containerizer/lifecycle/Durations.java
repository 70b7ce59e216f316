package io.containerizer.lifecycle;

import java.util.List;

/**
 * How often something took how long.
 *
 * @param counts by upper bound: those up to {@link #BOUNDS} of the same place, and last all longer ones
 * @param seconds of all together
 */
public record Durations(List<Long> counts, double seconds) {

    /** Upper bounds in seconds. */
    public static final List<Double> BOUNDS =
            List.of(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0);

    public Durations {
        counts = List.copyOf(counts);
    }

    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
