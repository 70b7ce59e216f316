package io.containerizer.image;

/** How the bytes of a layer's archive are packed. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD
}
