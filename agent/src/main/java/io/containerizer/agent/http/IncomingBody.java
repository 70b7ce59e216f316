package io.containerizer.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
    private @Nullable CountDownLatch arrival;
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
            if (arrival != null) {
                arrival.countDown();
            }
        }
    }

    /**
     * Throws away what still comes, so that the client may read the answer before the connection is closed; for a limited
     * time.
     */
    void drain(Duration time) {
        synchronized (lock) {
            finished = false;
        }
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (next(Optional.of(deadline)).length > 0) {
                // nobody wants it
            }
        } catch (IOException e) {
            // then it is closed without ceremony
        } finally {
            finish();
        }
    }

    /** The next piece; empty at the end. */
    private byte[] next(Optional<Long> deadline) throws IOException {
        while (true) {
            CountDownLatch waitFor = new CountDownLatch(1);
            synchronized (lock) {
                if (finished) {
                    throw new BodyFailure(BodyFailure.GONE, "the answer is complete");
                }
                byte[] piece = ahead.length > 0 ? ahead : take();
                ahead = NOTHING;
                if (piece.length > 0 || ended) {
                    return piece;
                }
                arrival = waitFor;
            }
            request.demand(Invocable.from(InvocationType.NON_BLOCKING, waitFor::countDown));
            await(waitFor, deadline);
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

    private void await(CountDownLatch arrived, Optional<Long> deadline) throws IOException {
        try {
            if (deadline.isEmpty()) {
                arrived.await();
            } else if (!arrived.await(deadline.get() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw fail(408, "the body did not arrive in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BodyFailure(BodyFailure.GONE, "interrupted");
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
