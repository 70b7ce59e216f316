package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    @SeededTest
    void pausesDoubleUpToTheLongestAndVaryByHalf(long seed) {
        Random random = new Random(seed);
        Duration first = Duration.ofMillis(2 * random.nextInt(1, 10_000));
        Duration longest = first.multipliedBy(random.nextInt(1, 100));
        RetryPolicy policy = new RetryPolicy(99, first, longest);
        Duration whole = first;
        for (int failures = 1; failures < 80; failures++) {
            assertThat(policy.pause(failures, random.nextDouble())).isBetween(whole.dividedBy(2), whole);
            whole = whole.multipliedBy(2).compareTo(longest) > 0 ? longest : whole.multipliedBy(2);
        }
    }

    @Test
    void readsHowLongAPeerAsksToWait() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(RetryAfter.parse("120", now)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:10 GMT", now)).contains(Duration.ofSeconds(10));
        assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:10 GMT", now)).contains(Duration.ZERO);
        for (String nonsense : new String[] {"", "-1", "soon", "99999999999", "1.5"}) {
            assertThat(RetryAfter.parse(nonsense, now)).isEmpty();
        }
    }
}
