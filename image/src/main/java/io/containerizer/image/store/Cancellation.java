package io.containerizer.image.store;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Whether a pull is still wanted, and who works on it. They look now and then; those who may wait for a peer are also
 * interrupted.
 */
final class Cancellation {

    private final boolean interrupting;
    private final Set<Thread> workers = new HashSet<>();
    private boolean cancelled;

    Cancellation(boolean interrupting) {
        this.interrupting = interrupting;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void cancel() {
        cancelled = true;
        if (interrupting) {
            workers.forEach(Thread::interrupt);
        }
    }

    /**
     * Work on the pull. The thread is not interrupted any more when this returns, which may be somebody else's next.
     *
     * @throws CancellationException if it is too late to begin
     */
    void run(Runnable work) {
        enter();
        try {
            work.run();
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (cancelled) {
            throw new CancellationException("the pull has ended");
        }
        workers.add(Thread.currentThread());
    }

    private synchronized void leave() {
        workers.remove(Thread.currentThread());
        if (cancelled) {
            var _ = Thread.interrupted();
        }
    }
}
