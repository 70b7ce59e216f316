package io.containerizer.image.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** A part of a file, read at positions of its own, so that several can be read at once. */
final class RangeStream extends InputStream {

    private final FileChannel file;
    private final boolean owner;
    private long position;
    private long left;

    /** @param owner whether the file is closed with this */
    RangeStream(FileChannel file, long position, long length, boolean owner) {
        this.file = file;
        this.position = position;
        this.left = length;
        this.owner = owner;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte @Nullable [] into, int offset, int length) throws IOException {
        if (left == 0 || length == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)), position);
        if (count < 0) {
            throw new EOFException("the file became shorter while it was read");
        }
        position += count;
        left -= count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        if (owner) {
            file.close();
        }
    }
}
