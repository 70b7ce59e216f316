package io.containerizer.agent.state;

import java.time.Duration;

/**
 * How the removal of old sandboxes goes.
 *
 * @param removed paths that were removed since the agent was started
 * @param failed paths that could not be
 * @param pending paths that will be when they are old enough
 * @param oldest how old a sandbox may become at present
 */
public record GarbageFigures(long removed, long failed, long pending, Duration oldest) {}
