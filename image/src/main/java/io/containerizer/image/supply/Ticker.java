package io.containerizer.image.supply;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does things again and again. */
@FunctionalInterface
public interface Ticker {

    /** Until it is closed, the task is run after each interval; closing waits for the end of one that runs. */
    Ticking every(Duration interval, Runnable task);

    /** Ends it. */
    interface Ticking extends AutoCloseable {
        @Override
        void close();
    }

    /** For programs that end before anything is due. */
    static Ticker never() {
        return (interval, task) -> () -> {};
    }

    /** On a thread of its own, which keeps no program from ending. */
    static Ticker daemon(String name) {
        return (interval, task) -> {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name(name).daemon().factory());
            long nanos = interval.toNanos();
            var _ = timer.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
            return timer::close;
        };
    }
}
