package io.containerizer.image.unpack;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** From one thread to another: a fixed number of chunks goes round between the two. */
final class Pipe {

    private static final int CHUNKS = 16;

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

    /** For the writer: one to fill. */
    synchronized Chunk next() throws InterruptedException {
        return await(free);
    }

    synchronized void put(Chunk chunk) {
        full.add(chunk);
        notifyAll();
    }

    /** Nothing comes any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** For the reader: the next one, or null at the end. */
    synchronized @Nullable Chunk take() throws InterruptedException {
        while (full.isEmpty() && !ended && !cancelled) {
            wait();
        }
        return full.isEmpty() && ended && !cancelled ? null : await(full);
    }

    synchronized void release(Chunk chunk) {
        free.add(chunk);
        notifyAll();
    }

    /** Both sides learn of it at their next step, also those who wait. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    private Chunk await(Queue<Chunk> queue) throws InterruptedException {
        while (!cancelled && queue.isEmpty()) {
            wait();
        }
        if (cancelled) {
            throw new Cancelled();
        }
        return queue.remove();
    }
}
