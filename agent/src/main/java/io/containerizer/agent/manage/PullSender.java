package io.containerizer.agent.manage;

import io.containerizer.agent.http.Sink;
import io.containerizer.checkpoint.RecordJson;
import io.containerizer.image.Layer;
import io.containerizer.image.store.PullObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Tells one client how far its images are, a line an event; of bytes that come only now and then. */
final class PullSender implements PullObserver {

    private static final long BETWEEN_NANOS = 100_000_000;

    private final Sink sink;
    private final LongSupplier clock;
    private final Map<Layer, Long> toldAt = new ConcurrentHashMap<>();

    /** @param clock as {@link System#nanoTime} */
    PullSender(Sink sink, LongSupplier clock) {
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void present(Layer layer) {
        send(PullEvent.Kind.PRESENT, layer, 0);
    }

    @Override
    public void begun(Layer layer) {
        send(PullEvent.Kind.BEGUN, layer, 0);
    }

    @Override
    public void progressed(Layer layer, long bytes) {
        long now = clock.getAsLong();
        Long last = toldAt.get(layer);
        if (last == null || now - last >= BETWEEN_NANOS) {
            toldAt.put(layer, now);
            send(PullEvent.Kind.PROGRESSED, layer, bytes);
        }
    }

    @Override
    public void done(Layer layer, long bytes) {
        send(PullEvent.Kind.DONE, layer, bytes);
    }

    private void send(PullEvent.Kind kind, Layer layer, long bytes) {
        send(new PullEvent(kind, layer.diffId().toString(), layer.size(), bytes, Optional.empty(), Optional.empty()));
    }

    /** A client that is gone is no reason to stop: others may want the image. */
    void send(PullEvent event) {
        var _ = sink.write((RecordJson.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
