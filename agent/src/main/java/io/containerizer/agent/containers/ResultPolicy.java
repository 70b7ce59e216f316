package io.containerizer.agent.containers;

import java.time.Duration;

/**
 * How long it can be asked how a top-level container ended.
 *
 * @param age from its end
 * @param most results at once; of more, the oldest go
 */
public record ResultPolicy(Duration age, int most) {}
