package io.containerizer.agent.gc;

import java.time.Duration;

/**
 * How old sandboxes become.
 *
 * @param delay from the end of the result of their container, on an empty disk
 * @param headroom the part of the disk that shall be free, 0 to 1
 * @param nested whether those of nested containers go as well, while what they were nested in lives
 * @param interval between looks
 */
public record CollectionPolicy(Duration delay, double headroom, boolean nested, Duration interval) {

    /** @param usage the part of the disk that is occupied, 0 to 1 */
    Duration oldest(double usage) {
        return Duration.ofNanos((long) (delay.toNanos() * Math.max(0, 1 - headroom - usage)));
    }
}
