package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that can be watched for its client's leaving while nobody reads from it.
 *
 * <p>Jetty reads only when a request is expected or its body is wanted. Between a request and the end of its answer this
 * reads ahead a little, so that the end of the stream is seen; what comes instead of the end is kept for Jetty. Jetty and
 * the watching share the one interest in readability that an end point can have: Jetty never sees that of the watching.
 */
final class ClientEndPoint extends SocketChannelEndPoint implements Client {

    private final Executor threads;
    private final Optional<Caller.Peer> peer;
    private final Timing timing;
    private final Object lock = new Object();

    // guarded by lock
    private final Pushback pushback = new Pushback();
    private final List<Runnable> whenGone = new ArrayList<>();
    private @Nullable Callback reader;
    private boolean armed;
    private boolean watched;
    private boolean gone;

    ClientEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Executor threads,
            Optional<Caller.Peer> peer,
            Timing timing) {
        super(channel, selector, key, scheduler);
        this.threads = threads;
        this.peer = peer;
        this.timing = timing;
    }

    /** Where a request came from. */
    static ClientEndPoint of(Request request) {
        EndPoint top = request.getConnectionMetaData().getConnection().getEndPoint();
        return (ClientEndPoint) (top instanceof EndPoint.Wrapper tls ? tls.unwrap() : top);
    }

    Optional<Caller.Peer> peer() {
        return peer;
    }

    Timing timing() {
        return timing;
    }

    /** Begins to look out for the end of the client's stream, as {@link #whenGone} does, too. */
    void watch() {
        synchronized (lock) {
            watched = true;
        }
        arm();
    }

    boolean isWatched() {
        synchronized (lock) {
            return watched;
        }
    }

    /** Ends it, and forgets what was to be done when the client is gone: the answer is complete. */
    void unwatch() {
        synchronized (lock) {
            watched = false;
            whenGone.clear();
        }
    }

    boolean isGone() {
        synchronized (lock) {
            return gone;
        }
    }

    @Override
    public void whenGone(Runnable task) {
        boolean already;
        synchronized (lock) {
            already = gone;
            if (!already) {
                whenGone.add(task);
                watched = true;
            }
        }
        if (already) {
            threads.execute(task);
        } else {
            arm();
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled;
        synchronized (lock) {
            filled = pushback.isEmpty() ? super.fill(buffer) : pushback.moveTo(buffer);
        }
        if (filled < 0) {
            leave();
        } else if (filled > 0) {
            timing.received();
            arm();
        }
        return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean all = super.flush(buffers);
        if (remaining(buffers) < before) {
            timing.sent();
        }
        return all;
    }

    private static long remaining(ByteBuffer... buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        boolean readable;
        synchronized (lock) {
            if (reader != null) {
                return false;
            }
            readable = !pushback.isEmpty();
            if (!readable) {
                reader = callback;
            }
        }
        if (readable) {
            threads.execute(callback::succeeded);
        } else {
            arm();
        }
        return true;
    }

    @Override
    public boolean isFillInterested() {
        synchronized (lock) {
            return reader != null;
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        leave();
    }

    private void arm() {
        synchronized (lock) {
            boolean wanted = reader != null || (watched && !gone && !pushback.isFull());
            if (!wanted || armed) {
                return;
            }
            armed = true;
        }
        super.fillInterested(new Interest());
    }

    private void readable() {
        Callback waiting = disarm();
        if (waiting == null) {
            lookAhead();
        } else {
            waiting.succeeded();
        }
        arm();
    }

    private @Nullable Callback disarm() {
        synchronized (lock) {
            armed = false;
            Callback waiting = reader;
            reader = null;
            return waiting;
        }
    }

    private void lookAhead() {
        int filled;
        synchronized (lock) {
            if (!watched || pushback.isFull()) {
                return;
            }
            try {
                filled = super.fill(pushback.room());
            } catch (IOException e) {
                filled = -1;
            }
        }
        if (filled < 0) {
            leave();
        }
    }

    private void leave() {
        List<Runnable> tasks;
        synchronized (lock) {
            gone = true;
            tasks = List.copyOf(whenGone);
            whenGone.clear();
        }
        tasks.forEach(threads::execute);
    }

    private final class Interest implements Callback {

        @Override
        public void succeeded() {
            readable();
        }

        @Override
        public void failed(Throwable cause) {
            Callback waiting = disarm();
            if (waiting != null) {
                waiting.failed(cause);
            }
        }

        @Override
        public InvocationType getInvocationType() {
            Callback waiting;
            synchronized (lock) {
                waiting = reader;
            }
            return waiting == null ? InvocationType.NON_BLOCKING : waiting.getInvocationType();
        }
    }
}
