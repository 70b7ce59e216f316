package io.containerizer.image.unpack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes archives, good ones and others: every byte can be had. A character of a name is a byte. */
final class TarBuilder {

    static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A header to be changed before it is added; the checksum is right unless it is set. */
    static final class Header {
        private final byte[] bytes = new byte[BLOCK];
        private boolean ownChecksum;

        Header(char type, String name) {
            put(0, name, 100);
            number(100, 8, type == '5' ? 0755 : 0644);
            number(108, 8, 0);
            number(116, 8, 0);
            number(124, 12, 0);
            number(136, 12, 1_000_000_000);
            bytes[156] = (byte) type;
            put(257, "ustar\00000", 8);
        }

        Header put(int at, String text, int most) {
            byte[] raw = latin(text);
            Arrays.fill(bytes, at, at + most, (byte) 0);
            System.arraycopy(raw, 0, bytes, at, Math.min(raw.length, most));
            return this;
        }

        Header number(int at, int size, long value) {
            if (value >= 0 && Long.toOctalString(value).length() < size) {
                return put(
                        at,
                        "0".repeat(size - 1 - Long.toOctalString(value).length()) + Long.toOctalString(value),
                        size);
            }
            for (int i = 0; i < size; i++) {
                int shift = 8 * (size - 1 - i);
                bytes[at + i] = (byte) (shift > 63 ? value >> 63 : value >> shift);
            }
            bytes[at] |= (byte) 0x80;
            return this;
        }

        Header mode(int mode) {
            return number(100, 8, mode);
        }

        Header owner(long uid, long gid) {
            return number(108, 8, uid).number(116, 8, gid);
        }

        Header size(long size) {
            return number(124, 12, size);
        }

        Header time(long seconds) {
            return number(136, 12, seconds);
        }

        Header target(String target) {
            return put(157, target, 100);
        }

        Header device(long major, long minor) {
            return number(329, 8, major).number(337, 8, minor);
        }

        Header prefix(String prefix) {
            return put(345, prefix, 155);
        }

        Header gnu() {
            return put(257, "ustar  ", 8);
        }

        Header old() {
            return put(257, "", 255);
        }

        Header checksum(String text) {
            ownChecksum = true;
            return put(148, text, 8);
        }

        byte[] finish() {
            if (!ownChecksum) {
                Arrays.fill(bytes, 148, 156, (byte) ' ');
                int sum = 0;
                for (byte b : bytes) {
                    sum += b & 0xff;
                }
                put(148, "%06o\0 ".formatted(sum), 8);
            }
            return bytes;
        }
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The header as it is, then the content filled up to a whole block. */
    TarBuilder add(Header header, byte[] content) {
        out.writeBytes(header.finish());
        return raw(content).raw(new byte[-content.length & (BLOCK - 1)]);
    }

    TarBuilder add(Header header) {
        return add(header, new byte[0]);
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    TarBuilder file(String name, String content) {
        return add(new Header('0', name).size(content.length()), latin(content));
    }

    TarBuilder directory(String name) {
        return add(new Header('5', name));
    }

    TarBuilder link(String name, String target) {
        return add(new Header('2', name).target(target));
    }

    TarBuilder hardLink(String name, String target) {
        return add(new Header('1', name).target(target));
    }

    TarBuilder device(char type, String name, long major, long minor) {
        return add(new Header(type, name).device(major, minor));
    }

    /** Key and value in turn. */
    TarBuilder pax(String... records) {
        return extended('x', records);
    }

    TarBuilder extended(char type, String... records) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < records.length; i += 2) {
            text.append(record(records[i], records[i + 1]));
        }
        return meta(type, text.toString());
    }

    static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int length = rest.length() + 1;
        while ((length + "").length() + rest.length() != length) {
            length++;
        }
        return length + rest;
    }

    /** A header for others, with this content. */
    TarBuilder meta(char type, String content) {
        return add(new Header(type, "meta").size(content.length()), latin(content));
    }

    /** Without an end. */
    byte[] open() {
        return out.toByteArray();
    }

    byte[] end() {
        return raw(new byte[2 * BLOCK]).open();
    }
}
