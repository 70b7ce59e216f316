package io.containerizer.agent;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.state.RecoveryStatus;
import java.time.Duration;
import java.util.Optional;

/** The taking up of what an earlier agent left, and how far that is. */
final class Recovering implements RecoveryStatus {

    private volatile Optional<Duration> duration = Optional.empty();
    private volatile long errors;

    void run(Containers containers, TaskRunning tasks) {
        long from = System.nanoTime();
        errors = containers.recover();
        tasks.start();
        duration = Optional.of(Duration.ofNanos(System.nanoTime() - from));
    }

    @Override
    public boolean isOver() {
        return duration.isPresent();
    }

    @Override
    public Optional<Duration> duration() {
        return duration;
    }

    @Override
    public long errors() {
        return errors;
    }
}
