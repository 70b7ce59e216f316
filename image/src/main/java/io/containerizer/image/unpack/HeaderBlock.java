package io.containerizer.image.unpack;

import java.math.BigInteger;
import java.util.Arrays;

/** The 512 bytes before an entry, in one of the old layouts: V7, ustar, that of star, and GNU's. */
final class HeaderBlock {

    static final int SIZE = 512;

    private static final int NUMBER = 12;
    private static final int SHORT_NUMBER = 8;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = CHECKSUM + SHORT_NUMBER;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_SIZE = 155;
    private static final int STAR_PREFIX_SIZE = 131;

    private final byte[] bytes;

    HeaderBlock(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What ends an archive. */
    boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Some old programs took bytes for signed numbers. */
    void check() {
        int sum = 0;
        int signedSum = 0;
        for (int i = 0; i < SIZE; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : bytes[i];
            sum += b & 0xff;
            signedSum += b;
        }
        long stated = number(CHECKSUM, SHORT_NUMBER);
        if (stated != sum && stated != signedSum) {
            throw new BadArchive("the checksum of the header is wrong");
        }
    }

    char type() {
        return (char) (bytes[TYPE] & 0xff);
    }

    /** With its prefix, where the layout has one. */
    byte[] name() {
        byte[] name = text(0, 100);
        byte[] prefix = hasMagic("ustar\0") ? text(PREFIX, prefixSize()) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] both = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        both[prefix.length] = '/';
        System.arraycopy(name, 0, both, prefix.length + 1, name.length);
        return both;
    }

    /** star has times behind a shorter prefix, and signs with {@code tar} at the very end. */
    private int prefixSize() {
        return bytes[508] == 't' && bytes[509] == 'a' && bytes[510] == 'r' ? STAR_PREFIX_SIZE : PREFIX_SIZE;
    }

    private boolean hasMagic(String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (bytes[MAGIC + i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    byte[] linkName() {
        return text(157, 100);
    }

    int mode() {
        return (int) number(100, SHORT_NUMBER) & 07777;
    }

    long uid() {
        return number(108, SHORT_NUMBER);
    }

    long gid() {
        return number(116, SHORT_NUMBER);
    }

    long size() {
        long size = number(124, NUMBER);
        if (size < 0) {
            throw new BadArchive("its size is below 0");
        }
        return size;
    }

    long seconds() {
        return number(136, NUMBER);
    }

    long major() {
        return number(329, SHORT_NUMBER);
    }

    long minor() {
        return number(337, SHORT_NUMBER);
    }

    private byte[] text(int from, int size) {
        int end = from;
        while (end < from + size && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(bytes, from, end);
    }

    /** Octal digits, or binary where the first bit is set; nothing at all is 0. */
    long number(int from, int size) {
        if (bytes[from] < 0) {
            return binary(from, size);
        }
        int end = from + size;
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        long number = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '7'; at++) {
            number = number << 3 | (bytes[at] - '0');
        }
        if (at < end && bytes[at] != ' ' && bytes[at] != 0) {
            throw new BadArchive("a number in the header is not octal");
        }
        return number;
    }

    /** Two's complement, whose sign is the second bit. */
    private long binary(int from, int size) {
        byte[] digits = Arrays.copyOfRange(bytes, from, from + size);
        digits[0] = (byte) ((digits[0] & 0x40) == 0 ? digits[0] & 0x7f : digits[0]);
        try {
            return new BigInteger(digits).longValueExact();
        } catch (ArithmeticException e) {
            throw new BadArchive("a number in the header is too large");
        }
    }

    /** Whether there are bytes other than NUL at the beginning of a field. */
    boolean isSet(int at) {
        return bytes[at] != 0;
    }
}
