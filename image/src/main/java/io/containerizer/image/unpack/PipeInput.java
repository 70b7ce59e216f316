package io.containerizer.image.unpack;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The reader's end of a pipe: a stream, and for those who can use it the array that the stream's next bytes are in. */
final class PipeInput extends InputStream {

    private final Pipe pipe;
    private @Nullable Chunk chunk;
    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;
    private long before;

    PipeInput(Pipe pipe) {
        this.pipe = pipe;
    }

    /** Waits until there is a byte; false at the end. */
    boolean fill() {
        while (offset == limit) {
            if (chunk != null) {
                before += limit;
                pipe.release(chunk);
                chunk = null;
                offset = 0;
                limit = 0;
            }
            Chunk next = take();
            if (next == null) {
                return false;
            }
            chunk = next;
            bytes = next.bytes;
            limit = next.length;
        }
        return true;
    }

    /** Nobody interrupts threads of ours. */
    private @Nullable Chunk take() {
        try {
            return pipe.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pipe.Cancelled();
        }
    }

    byte[] array() {
        return bytes;
    }

    /** Where in the array they begin. */
    int offset() {
        return offset;
    }

    /** How many there are: at least one after a successful {@link #fill}. */
    int count() {
        return limit - offset;
    }

    void advance(int count) {
        offset += count;
    }

    /** How many have been read. */
    long position() {
        return before + offset;
    }

    /** Packed bytes that went into what is here. */
    long packed() {
        return chunk == null ? 0 : chunk.packed;
    }

    @Override
    public int read() {
        return fill() ? bytes[offset++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, count());
        System.arraycopy(bytes, offset, to, at, count);
        advance(count);
        return count;
    }

    /** The chunks are the pipe's. */
    @Override
    public void close() {}
}
