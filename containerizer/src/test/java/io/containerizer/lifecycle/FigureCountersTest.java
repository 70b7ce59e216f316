package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureCountersTest {

    private final FigureCounters counters = new FigureCounters();

    @Test
    void aDurationCountsInTheFirstPlaceThatHoldsIt() {
        long now = System.nanoTime();
        counters.ended(LaunchPhase.START, now - 40_000_000_000L);
        counters.ended(LaunchPhase.START, now - 400_000_000L);
        Durations told = counters.told().phases().get(LaunchPhase.START);
        assertThat(told.counts().getLast()).isEqualTo(1);
        assertThat(told.counts().get(Durations.BOUNDS.indexOf(0.5))).isEqualTo(1);
        assertThat(told.count()).isEqualTo(2);
        assertThat(told.seconds()).isBetween(40.4, 60.0);
    }

    @Test
    void whatIsCountedIsTold() {
        counters.launches.increment();
        counters.launchErrors.add(2);
        counters.destroyErrors.add(3);
        EngineFigures told = counters.told();
        assertThat(told.launches()).isEqualTo(1);
        assertThat(told.launchErrors()).isEqualTo(2);
        assertThat(told.destroyErrors()).isEqualTo(3);
        assertThat(told.phases()).containsOnlyKeys(LaunchPhase.values());
    }
}
