package io.containerizer.image.archive;

import io.containerizer.image.Compression;

/** How files are packed. */
final class Packing {

    /** Bytes that tell. */
    static final int MAGIC = 4;

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
}
