package io.containerizer.image.archive;

import io.containerizer.image.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How files are packed, and what is in them. */
final class Packing {

    /** Bytes that tell. */
    static final int MAGIC = 4;

    private static final int BUFFER = 64 << 10;

    private Packing() {}

    static Compression of(byte[] beginning) {
        if (begins(beginning, 0x1f, 0x8b)) {
            return Compression.GZIP;
        }
        return begins(beginning, 0x28, 0xb5, 0x2f, 0xfd) ? Compression.ZSTD : Compression.NONE;
    }

    private static boolean begins(byte[] bytes, int... with) {
        boolean same = bytes.length >= with.length;
        for (int i = 0; same && i < with.length; i++) {
            same = (bytes[i] & 0xff) == with[i];
        }
        return same;
    }

    static InputStream unpacked(InputStream packed, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case ZSTD -> throw new IOException("zstd");
        };
    }
}
