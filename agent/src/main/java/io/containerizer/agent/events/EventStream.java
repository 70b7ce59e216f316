package io.containerizer.agent.events;

import com.google.protobuf.Message;
import io.containerizer.agent.http.Sink;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one subscriber, as records. Who sends never waits; a subscriber that is so slow that too many
 * pile up is cut off, and may subscribe again.
 */
public class EventStream {

    private static final int MOST = 10_000;

    private final MessageFormat format;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean ended;

    public EventStream(MessageFormat format) {
        this.format = format;
    }

    /** False: nothing reaches the subscriber any more. */
    public synchronized boolean send(Message event) {
        if (ended) {
            return false;
        }
        waiting.add(event);
        if (waiting.size() > MOST) {
            waiting.clear();
            ended = true;
        }
        notifyAll();
        return !ended;
    }

    /** What was sent is still brought. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Runs a task when nobody listens any more. */
    public void whenOver(Runnable task) {
        var _ = over.thenRun(task);
    }

    /** Brings the events; returns when the stream has ended, or nobody is there to take them. */
    public void writeTo(Sink sink) throws InterruptedException {
        sink.whenGone(this::drop);
        try {
            for (Message event = next(); event != null; event = next()) {
                if (!sink.write(RecordEncoder.frame(format.write(event)))) {
                    return;
                }
            }
        } finally {
            drop();
            over.complete(null);
        }
    }

    private synchronized @Nullable Message next() throws InterruptedException {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        return waiting.poll();
    }

    private synchronized void drop() {
        waiting.clear();
        end();
    }
}
