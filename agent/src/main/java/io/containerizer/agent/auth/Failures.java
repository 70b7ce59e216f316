package io.containerizer.agent.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts wrong passwords by where they came from, and says how long the next answer to one has to wait. Right passwords are
 * never made to wait: nobody can lock out others.
 */
final class Failures {

    /** Slips of honest people, answered at once. */
    private static final int FREE = 3;

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final int DOUBLINGS = 5;
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** How many places are remembered; the one that failed least recently is forgotten first. */
    private static final int PLACES = 4096;

    private record Count(int failures, long last) {}

    private final LongSupplier nanos;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    Failures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes one more, and says for how long it is to be left without an answer. */
    synchronized Duration add(String place) {
        long now = nanos.getAsLong();
        int before = Optional.ofNullable(counts.remove(place))
                .filter(count -> now - count.last() < FORGOTTEN.toNanos())
                .map(Count::failures)
                .orElse(0);
        Count count = new Count(before + 1, now);
        counts.put(place, count);
        if (counts.size() > PLACES) {
            counts.remove(counts.keySet().iterator().next());
        }
        int beyond = count.failures() - FREE - 1;
        return beyond < 0 ? Duration.ZERO : FIRST.multipliedBy(1L << Math.min(beyond, DOUBLINGS));
    }
}
