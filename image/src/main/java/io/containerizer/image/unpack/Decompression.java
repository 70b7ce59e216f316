package io.containerizer.image.unpack;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.containerizer.image.Compression;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Takes the packing off whatever is read once and by one thread; layers, which are worth more, have a way of their own. */
public final class Decompression {

    private static final int BUFFER = 64 << 10;

    private Decompression() {}

    /** @throws IOException here or while it is read, also if it is damaged */
    public static InputStream of(InputStream packed, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case ZSTD -> new Zstd(packed);
        };
    }

    /** What the library throws for damaged input is made what everybody expects. */
    private static final class Zstd extends FilterInputStream {

        Zstd(InputStream packed) {
            super(ZstdInputStream.create(packed));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (MalformedInputException e) {
                throw new IOException("it is damaged, or not packed with zstd: " + e.getMessage(), e);
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
