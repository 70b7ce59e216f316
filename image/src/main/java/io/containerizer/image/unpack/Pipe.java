package io.containerizer.image.unpack;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** From one thread to another: a fixed number of chunks goes round between the two. */
final class Pipe {

    private static final int CHUNKS = 16;

    /**
     * Who has to wait is not woken for less, because being woken costs more than to work on a chunk. With one chunk at
     * work on each side there are enough of the others that never both wait.
     */
    private static final int FEW = 4;

    private final Queue<Chunk> free = new ArrayDeque<>(CHUNKS);
    private final Queue<Chunk> full = new ArrayDeque<>(CHUNKS);
    private boolean ended;
    private boolean cancelled;

    /** The work is given up, for a reason that others know. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("cancelled", null, false, false);
        }
    }

    Pipe() {
        for (int i = 0; i < CHUNKS; i++) {
            free.add(new Chunk());
        }
    }

    /** For the writer: one to fill. An interrupt is noticed also by who never has to wait. */
    synchronized Chunk next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (free.isEmpty()) {
            while (free.size() < FEW && !cancelled) {
                wait();
            }
        }
        return remove(free);
    }

    synchronized void put(Chunk chunk) {
        full.add(chunk);
        if (full.size() == FEW) {
            notifyAll();
        }
    }

    /** Nothing comes any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** For the reader: the next one, or null at the end. */
    synchronized @Nullable Chunk take() throws InterruptedException {
        if (full.isEmpty()) {
            while (full.size() < FEW && !ended && !cancelled) {
                wait();
            }
        }
        return full.isEmpty() && !cancelled ? null : remove(full);
    }

    synchronized void release(Chunk chunk) {
        free.add(chunk);
        if (free.size() == FEW) {
            notifyAll();
        }
    }

    /** Both sides learn of it at their next step, also those who wait. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    private Chunk remove(Queue<Chunk> queue) {
        if (cancelled) {
            throw new Cancelled();
        }
        return queue.remove();
    }
}
