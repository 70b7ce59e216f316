package io.containerizer.image.store;

import io.containerizer.image.Layer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** The bytes of a layer as they come: tells how many, and ends when nobody wants them any more. */
final class LayerStream extends FilterInputStream {

    private final Layer layer;
    private final PullObserver observer;
    private final BooleanSupplier cancelled;
    private long bytes;

    LayerStream(InputStream in, Layer layer, PullObserver observer, BooleanSupplier cancelled) {
        super(in);
        this.layer = layer;
        this.observer = observer;
        this.cancelled = cancelled;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (cancelled.getAsBoolean()) {
            throw new InterruptedIOException("the pull has ended");
        }
        int count = super.read(into, offset, length);
        if (count > 0) {
            bytes += count;
            observer.progressed(layer, bytes);
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
