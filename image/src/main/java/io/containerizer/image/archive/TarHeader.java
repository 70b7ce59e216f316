package io.containerizer.image.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block of a tar archive, of any of the dialects: V7, ustar, GNU, POSIX.
 *
 * @param type as in the archive; 0 for a file in the oldest dialect
 * @param size of what follows, in bytes
 */
record TarHeader(String name, char type, String link, long size) {

    static final int BLOCK = 512;

    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;

    /** @throws IOException if it is none */
    static TarHeader parse(byte[] block) throws IOException {
        if (!text(block, CHECKSUM, 8).strip().matches("0*" + Long.toOctalString(sum(block)))) {
            throw new IOException("a header has a wrong checksum: it is no tar archive, or damaged");
        }
        String name = text(block, 0, 100);
        boolean posix = text(block, MAGIC, 6).equals("ustar");
        String prefix = posix ? text(block, PREFIX, 155) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                (char) (block[TYPE] & 0xff),
                text(block, LINK, 100),
                number(block, SIZE, 12));
    }

    /** The end of an archive is made of blocks of zeros. */
    static boolean isEnd(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    private static long sum(byte[] block) {
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? 0 : block[i] & 0xff;
        }
        return sum;
    }

    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** Octal digits, or, if the first bit says so, the number itself. */
    private static long number(byte[] block, int offset, int length) throws IOException {
        if ((block[offset] & 0x80) != 0) {
            long number = block[offset] & 0x7f;
            for (int i = offset + 1; i < offset + length; i++) {
                if (number > Long.MAX_VALUE >> 8) {
                    throw new IOException("a header has a number beyond all measure");
                }
                number = number << 8 | block[i] & 0xff;
            }
            return number;
        }
        String digits = text(block, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("a header has '" + digits + "' in place of a number", e);
        }
    }
}
