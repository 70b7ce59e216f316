package io.containerizer.lifecycle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what an engine does, in next to no time. */
final class FigureCounters {

    private static final double NANOS = 1e9;

    final LongAdder launches = new LongAdder();
    final LongAdder launchErrors = new LongAdder();
    final LongAdder destroyErrors = new LongAdder();
    private final Map<LaunchPhase, Histogram> phases = new EnumMap<>(LaunchPhase.class);

    /** Adders by upper bound. */
    private static final class Histogram {
        private final LongAdder[] counts = new LongAdder[Durations.BOUNDS.size() + 1];
        private final LongAdder nanos = new LongAdder();

        private Histogram() {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        private void add(long duration) {
            int place = 0;
            while (place < Durations.BOUNDS.size() && duration > Durations.BOUNDS.get(place) * NANOS) {
                place++;
            }
            counts[place].increment();
            nanos.add(duration);
        }

        private Durations told() {
            List<Long> told = new ArrayList<>();
            for (LongAdder count : counts) {
                told.add(count.sum());
            }
            return new Durations(told, nanos.sum() / NANOS);
        }
    }

    FigureCounters() {
        for (LaunchPhase phase : LaunchPhase.values()) {
            phases.put(phase, new Histogram());
        }
    }

    /**
     * A phase has ended that began at {@code from} by the clock of {@link System#nanoTime}.
     *
     * @return when it ended
     */
    @SuppressWarnings("NullAway") // there is one for each
    long ended(LaunchPhase phase, long from) {
        long now = System.nanoTime();
        phases.get(phase).add(now - from);
        return now;
    }

    EngineFigures told() {
        Map<LaunchPhase, Durations> durations = new EnumMap<>(LaunchPhase.class);
        phases.forEach((phase, histogram) -> durations.put(phase, histogram.told()));
        return new EngineFigures(launches.sum(), launchErrors.sum(), destroyErrors.sum(), durations);
    }
}
