package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void aNameAlwaysGivesTheSameSeeds() {
        assertThat(Seeds.stream("a", 5, "").toArray())
                .containsExactly(Seeds.stream("a", 5, "").toArray());
        assertThat(Seeds.stream("a", 1, "").sum())
                .isNotEqualTo(Seeds.stream("b", 1, "").sum());
    }

    @Test
    void oneSeedCanBeRunAlone() {
        assertThat(Seeds.stream("a", 5, "42").toArray()).containsExactly(42L);
    }

    @SeededTest(count = 10)
    void theSeedReachesTheTest(long seed) {
        assertThat(new Random(seed).nextLong()).isEqualTo(new Random(seed).nextLong());
    }
}
