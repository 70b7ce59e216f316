package io.containerizer.image.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PullTimesTest {

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final PullTimes times = new PullTimes(() -> now);

    @Test
    void thereIsNothingToTellAtFirst() {
        assertThat(times.gauges("pull_ms")).isEmpty();
    }

    @Test
    void quantilesLieBetweenTheTwoNearest() {
        for (int i = 10; i >= 0; i--) {
            times.add(Duration.ofMillis(100L * i));
        }
        times.add(Duration.ofMillis(150));
        Map<String, Number> gauges = times.gauges("pull_ms");
        assertThat(gauges)
                .containsEntry("pull_ms", 150.0)
                .containsEntry("pull_ms/count", 12)
                .containsEntry("pull_ms/min", 0.0)
                .containsEntry("pull_ms/max", 1000.0)
                .containsEntry("pull_ms/p50", 450.0);
        assertThat(gauges.keySet())
                .contains("pull_ms/p90", "pull_ms/p95", "pull_ms/p99", "pull_ms/p999", "pull_ms/p9999");
        assertThat(gauges.get("pull_ms/p9999").doubleValue()).isBetween(999.0, 1000.0);
    }

    @Test
    void whatIsOlderThanAnHourIsForgotten() {
        times.add(Duration.ofMillis(7));
        now = now.plus(Duration.ofMinutes(40));
        times.add(Duration.ofMillis(3));
        assertThat(times.gauges("t")).containsEntry("t/max", 7.0).containsEntry("t/count", 2);
        now = now.plus(Duration.ofMinutes(40));
        assertThat(times.gauges("t"))
                .containsEntry("t", 3.0)
                .containsEntry("t/max", 3.0)
                .containsEntry("t/count", 1);
        now = now.plus(Duration.ofMinutes(40));
        assertThat(times.gauges("t")).isEmpty();
    }
}
