package io.containerizer.image.unpack;

/** Some bytes on their way from one thread to another, which use it again and again. */
final class Chunk {

    /** What fits the second cache of a processor several times. */
    static final int SIZE = 64 * 1024;

    final byte[] bytes = new byte[SIZE];
    int length;

    /** How many packed bytes had been read when this was full. */
    long packed;
}
