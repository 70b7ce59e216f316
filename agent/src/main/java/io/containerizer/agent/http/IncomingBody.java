package io.containerizer.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** The body of a request, read from Jetty by one thread at a time; another may {@link #finish} it. */
final class IncomingBody implements RequestBody {

    private static final byte[] NOTHING = {};

    private final Request request;
    private final Limits limits;
    private final BodyMemory memory;
    private final Object lock = new Object();

    // guarded by lock
    private boolean ended;
    private byte[] ahead = NOTHING;
    private boolean finished;
    private long held;
    private boolean demanded;
    private @Nullable BodyFailure failure;

    IncomingBody(Request request, Limits limits, BodyMemory memory) {
        this.request = request;
        this.limits = limits;
        this.memory = memory;
    }

    @Override
    public byte[] all() throws IOException {
        if (request.getLength() > limits.bodyBytes()) {
            throw fail(413, "the body is longer than " + limits.bodyBytes() + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + limits.bodyTime().toNanos();
        while (true) {
            byte[] piece = next(Optional.of(deadline));
            if (piece.length == 0) {
                return bytes.toByteArray();
            }
            if (bytes.size() + piece.length > limits.bodyBytes()) {
                throw fail(413, "the body is longer than " + limits.bodyBytes() + " bytes");
            }
            hold(piece.length);
            bytes.writeBytes(piece);
        }
    }

    private void hold(int length) throws BodyFailure {
        if (!memory.take(length)) {
            throw fail(503, "the server holds too many bodies at this moment");
        }
        synchronized (lock) {
            held += length;
        }
    }

    @Override
    public InputStream stream() {
        return new PieceStream(() -> next(Optional.empty()));
    }

    /** Why the body could not be had, if somebody wanted it. */
    Optional<BodyFailure> failure() {
        synchronized (lock) {
            return Optional.ofNullable(failure);
        }
    }

    /** Whether there is no more to read, as far as is known without waiting. What has arrived stays to be read. */
    boolean hasEnded() {
        synchronized (lock) {
            if (!ended && ahead.length == 0) {
                try {
                    ahead = take();
                } catch (BodyFailure e) {
                    // whoever reads will hear of it
                }
            }
            return ended && ahead.length == 0;
        }
    }

    /**
     * Takes what has arrived, so that the connection may be used for a next request.
     *
     * @return false if there is more to come
     */
    boolean consume() {
        synchronized (lock) {
            try {
                while (!ended && !finished && take().length > 0) {
                    // nobody wants it
                }
            } catch (BodyFailure e) {
                return false;
            }
            return ended;
        }
    }

    /** Ends the reads that wait: the answer is complete. */
    void finish() {
        synchronized (lock) {
            finished = true;
            memory.giveBack(held);
            held = 0;
            lock.notifyAll();
        }
    }

    /**
     * Throws away what still comes, so that the client may read the answer before the connection is closed; for a limited
     * time.
     */
    void drain(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (next(Optional.of(deadline), true).length > 0) {
                // nobody wants it
            }
        } catch (IOException e) {
            // then it is closed without ceremony
        }
    }

    private byte[] next(Optional<Long> deadline) throws IOException {
        return next(deadline, false);
    }

    /**
     * The next piece; empty at the end.
     *
     * @param drained nobody else reads any more, although one may still be about to notice
     */
    private byte[] next(Optional<Long> deadline, boolean drained) throws IOException {
        while (true) {
            boolean demand;
            synchronized (lock) {
                if (finished && !drained) {
                    throw new BodyFailure(BodyFailure.GONE, "the answer is complete");
                }
                byte[] piece = ahead.length > 0 ? ahead : take();
                ahead = NOTHING;
                if (piece.length > 0 || ended) {
                    return piece;
                }
                demand = !demanded; // there may be one at a time
                demanded = true;
            }
            if (demand) {
                request.demand(Invocable.from(InvocationType.NON_BLOCKING, this::arrived));
            }
            await(deadline, drained);
        }
    }

    private void arrived() {
        synchronized (lock) {
            demanded = false;
            lock.notifyAll();
        }
    }

    /** What has arrived; empty if nothing has, or all was taken. */
    private byte[] take() throws BodyFailure {
        byte[] piece = NOTHING;
        while (piece.length == 0 && !ended) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                break;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw fail(BodyFailure.GONE, "the client is gone");
            }
            piece = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(piece);
            ended = chunk.isLast();
            chunk.release();
        }
        return piece;
    }

    private void await(Optional<Long> deadline, boolean drained) throws IOException {
        synchronized (lock) {
            try {
                while (demanded && (drained || !finished)) {
                    if (deadline.isEmpty()) {
                        lock.wait();
                    } else {
                        long millis = TimeUnit.NANOSECONDS.toMillis(deadline.get() - System.nanoTime());
                        if (millis <= 0) {
                            throw fail(408, "the body did not arrive in time");
                        }
                        lock.wait(millis);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BodyFailure(BodyFailure.GONE, "interrupted");
            }
        }
    }

    private BodyFailure fail(int status, String message) {
        BodyFailure why = new BodyFailure(status, message);
        synchronized (lock) {
            failure = why;
        }
        return why;
    }
}
