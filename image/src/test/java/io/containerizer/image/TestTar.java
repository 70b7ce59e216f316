package io.containerizer.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes tar archives, entry by entry. */
public final class TestTar {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TestTar file(String name, byte[] content) {
        return entry(name, '0', "", content);
    }

    public TestTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public TestTar symlink(String name, String target) {
        return entry(name, '2', target, new byte[0]);
    }

    public TestTar hardlink(String name, String target) {
        return entry(name, '1', target, new byte[0]);
    }

    public TestTar directory(String name) {
        return entry(name + "/", '5', "", new byte[0]);
    }

    /** What {@code content} says comes before the next entry. */
    public TestTar extension(char type, String content) {
        return entry("extension", type, "", content.getBytes(StandardCharsets.UTF_8));
    }

    private TestTar entry(String name, char type, String link, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(content.length));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        return this;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    public byte[] bytes() {
        byte[] content = out.toByteArray();
        return Arrays.copyOf(content, content.length + 2 * BLOCK);
    }
}
