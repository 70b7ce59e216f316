package io.containerizer.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Turns input into bad input: changed, missing, doubled and foreign bytes. */
public final class Damage {

    private static final List<byte[]> PIECES = Stream.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u",
                    "null",
                    "1e999999999",
                    "-",
                    "0",
                    "Infinity",
                    "{\"a\":",
                    "[[[[[[[[",
                    "true",
                    "\n",
                    "\0",
                    "999999999999999999999")
            .map(piece -> piece.getBytes(UTF_8))
            .toList();

    private final Random random;

    public Damage(Random random) {
        this.random = random;
    }

    public byte[] done(byte[] good) {
        byte[] bytes = good.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> {
                    int end = Math.min(bytes.length, at + random.nextInt(16));
                    bytes = joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
                }
                default -> {
                    byte[] before = joined(Arrays.copyOf(bytes, at), PIECES.get(random.nextInt(PIECES.size())));
                    bytes = joined(before, Arrays.copyOfRange(bytes, at, bytes.length));
                }
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
