package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Looks at containers again and again, at one at a time, however many there are. The next look at a container comes an
 * interval after the last one ended, or later when those before it take longer.
 */
final class DiskWatches implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DiskWatches.class.getName());
    private static final int IDLE_SECONDS = 5;

    /** Even with an interval of 0 no processor is kept busy. */
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000;

    private final Duration interval;
    private final ScheduledThreadPoolExecutor worker;
    private final Map<ContainerId, Future<?>> watches = new ConcurrentHashMap<>();

    /** @param threads makes the one that looks; it is there only while there are containers */
    DiskWatches(Duration interval, ThreadFactory threads) {
        this.interval = interval;
        this.worker = new ScheduledThreadPoolExecutor(1, threads);
        worker.setRemoveOnCancelPolicy(true);
        worker.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
    }

    Duration interval() {
        return interval;
    }

    boolean has(ContainerId id) {
        return watches.containsKey(id);
    }

    /** The first look follows at once. One that fails is made again like any other. */
    void add(ContainerId id, Runnable look) {
        long pause = Math.max(SHORTEST_PAUSE_NANOS, interval.toNanos());
        Future<?> previous =
                watches.put(id, worker.scheduleWithFixedDelay(new Attempt(id, look), 0, pause, TimeUnit.NANOSECONDS));
        if (previous != null) {
            previous.cancel(true);
        }
    }

    /** A look under way is cut short. */
    void remove(ContainerId id) {
        Future<?> watch = watches.remove(id);
        if (watch != null) {
            watch.cancel(true);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    /** A look that tells of each trouble once, not every time. */
    private static final class Attempt implements Runnable {
        private final ContainerId id;
        private final Runnable look;
        private String trouble = "";

        Attempt(ContainerId id, Runnable look) {
            this.id = id;
            this.look = look;
        }

        @Override
        public void run() {
            try {
                look.run();
                trouble = "";
            } catch (ContainerizerException e) {
                String message = String.valueOf(e.getMessage());
                if (!Thread.currentThread().isInterrupted() && !message.equals(trouble)) {
                    LOG.log(System.Logger.Level.WARNING, () -> "disk usage of " + id + " is unknown: " + message);
                }
                trouble = message;
            }
        }
    }
}
