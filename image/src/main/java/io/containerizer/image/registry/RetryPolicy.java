package io.containerizer.image.registry;

import java.time.Duration;

/**
 * How often something that may pass is tried, and with which pauses between: each twice the one before, of which a random
 * half is left out so that many who failed at once do not come again at once.
 *
 * @param attempts including the first
 * @param first pause
 * @param longest pause; a peer that asks for a longer one is not waited for
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(1));

    public RetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("attempts " + attempts + ", pauses " + first + " to " + longest);
        }
    }

    /**
     * The pause after some failures in a row.
     *
     * @param failures one at least
     * @param random from 0 to 1
     */
    Duration pause(int failures, double random) {
        long whole = first.toMillis() << Math.min(failures - 1, 20); // enough to pass any longest one, and no overflow
        long half = Math.min(whole, longest.toMillis()) / 2;
        return Duration.ofMillis(half + Math.round((double) half * random));
    }
}
