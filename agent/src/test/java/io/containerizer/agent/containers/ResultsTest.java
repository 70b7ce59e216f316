package io.containerizer.agent.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private Instant now = Instant.EPOCH;
    private final Results results = new Results(new ResultPolicy(Duration.ofMinutes(10), 3), () -> now);

    private static ContainerId id(String value) {
        return ContainerId.of(value);
    }

    @Test
    void keepsResultsForAWhile() {
        results.add(id("a"));
        now = now.plusSeconds(600);
        assertThat(results.takeExpired()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(results.takeExpired()).containsExactly(id("a"));
        assertThat(results.takeExpired()).isEmpty();
    }

    @Test
    void ofTooManyTheOldestGo() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            results.add(id(name));
        }
        assertThat(results.takeExpired()).containsExactly(id("a"), id("b"));
    }

    @Test
    void anIdThatIsUsedAgainIsAsOldAsItsLastEnd() {
        results.add(id("a"));
        now = now.plusSeconds(500);
        results.add(id("a"));
        now = now.plusSeconds(500);
        assertThat(results.takeExpired()).isEmpty();
        results.remove(id("a"));
        now = now.plusSeconds(1000);
        assertThat(results.takeExpired()).isEmpty();
    }

    @Test
    void looksOftenEnough() {
        assertThat(results.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(new Results(new ResultPolicy(Duration.ofSeconds(1), 1), () -> now).interval())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
