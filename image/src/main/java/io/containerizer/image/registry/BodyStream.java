package io.containerizer.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer while it comes. The JDK's own stream waits for ever for a peer that has gone silent; this one
 * gives up. Only time in which the reader waits counts, so that a slow reader does not make a peer look slow.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {

    /** Pieces on the way while one is read: some 16 KB each. */
    private static final int AHEAD = 8;

    private sealed interface Signal {}

    private record Piece(List<ByteBuffer> buffers) implements Signal {}

    private record End() implements Signal {}

    private record Broken(Throwable cause) implements Signal {}

    private final Duration stall;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final ArrayDeque<ByteBuffer> current = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;
    private @Nullable Signal last;

    BodyStream(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    private synchronized void requestOne() {
        if (subscription != null && !closed) {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Piece(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current.isEmpty() || !current.getFirst().hasRemaining()) {
            current.pollFirst();
            if (current.isEmpty() && !more()) {
                return -1;
            }
        }
        ByteBuffer first = current.getFirst();
        int count = Math.min(length, first.remaining());
        first.get(target, offset, count);
        return count;
    }

    private boolean more() throws IOException {
        if (last == null) {
            Signal next = next();
            if (next instanceof Piece(List<ByteBuffer> buffers)) {
                current.addAll(buffers);
                requestOne();
                return true;
            }
            last = next;
        }
        if (last instanceof Broken(Throwable cause)) {
            throw new IOException(cause.getMessage(), cause);
        }
        return false;
    }

    private Signal next() throws IOException {
        try {
            Signal next = signals.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                close();
                throw new StalledException(stall);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Lets go of the connection, if not all was read. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
