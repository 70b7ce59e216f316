package io.containerizer.lifecycle;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Puts off what only containers that last have use for, such as watches: most short commands have ended before. One
 * timer serves all containers that were launched within its time.
 */
final class LastingContainers {

    private static final long AFTER_MILLIS = 10;

    private record Young(ManagedContainer container, long due) {}

    private final Executor executor;
    private final Consumer<ManagedContainer> lasts;
    private final Queue<Young> young = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean timed = new AtomicBoolean();

    /** @param lasts called with each container that is still running after a while */
    LastingContainers(Executor executor, Consumer<ManagedContainer> lasts) {
        this.executor = executor;
        this.lasts = lasts;
    }

    void add(ManagedContainer container) {
        young.add(new Young(container, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AFTER_MILLIS)));
        setTimer();
    }

    private void setTimer() {
        if (timed.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(AFTER_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(this::look);
        }
    }

    private void look() {
        timed.set(false);
        take(System.nanoTime());
        if (!young.isEmpty()) {
            setTimer();
        }
    }

    private synchronized void take(long now) {
        for (Young next = young.peek(); next != null && next.due() - now <= 0; next = young.peek()) {
            ManagedContainer container = young.remove().container();
            if (!container.exited().isDone()) {
                lasts.accept(container);
            }
        }
    }

    /** What is still waiting, which then waits no more. */
    synchronized void drain(Consumer<ManagedContainer> each) {
        for (Young next = young.poll(); next != null; next = young.poll()) {
            each.accept(next.container());
        }
    }
}
