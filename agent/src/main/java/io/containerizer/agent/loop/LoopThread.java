package io.containerizer.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A loop on a thread of its own. A step that fails is logged and does not keep the others from their turn. */
public final class LoopThread implements Loop, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoopThread.class.getName());
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor thread;
    private final InstantSource clock;

    public LoopThread(String name, InstantSource clock) {
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void run(Runnable step) {
        try {
            thread.execute(() -> take(step));
        } catch (RejectedExecutionException e) {
            // the agent stops: the next one finds out what there is
        }
    }

    @Override
    public Timer after(Duration delay, Runnable step) {
        try {
            var task = thread.schedule(() -> take(step), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    private static void take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a step failed: " + e.getMessage(), e);
        }
    }

    /** Not on the loop: what a step finds out. */
    public <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(question.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the agent stops", e);
        }
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    /** Ends the step that is being taken, and takes no more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            var _ = thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
