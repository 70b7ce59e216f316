package io.containerizer.agent.state;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** A level that goes back by itself. */
public final class TimedLogLevel implements LogLevel {

    private static final int LOWEST = 0;

    private final ScheduledExecutorService timer;
    private final IntConsumer apply;
    private int level = LOWEST;
    private Optional<ScheduledFuture<?>> reset = Optional.empty();

    /** @param apply makes the agent log as much */
    public TimedLogLevel(ScheduledExecutorService timer, IntConsumer apply) {
        this.timer = timer;
        this.apply = apply;
    }

    @Override
    public synchronized int level() {
        return level;
    }

    @Override
    public int lowest() {
        return LOWEST;
    }

    @Override
    public synchronized void set(int wanted, Duration duration) {
        reset.ifPresent(future -> future.cancel(false));
        change(wanted);
        reset = Optional.of(timer.schedule(this::back, duration.toNanos(), TimeUnit.NANOSECONDS));
    }

    private synchronized void back() {
        change(LOWEST);
    }

    private void change(int wanted) {
        level = wanted;
        apply.accept(wanted);
    }
}
