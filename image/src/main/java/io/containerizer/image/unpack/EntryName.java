package io.containerizer.image.unpack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where an entry belongs, in the kernel's bytes: relative to the layer's root, without empty components and single dots.
 * Only the form is judged here; what the directories on the way are, links or not, the kernel finds out.
 *
 * @param directory empty: the root
 * @param last the name in it; empty: the directory itself is meant
 */
record EntryName(Kind kind, byte[] directory, byte[] last) {

    private static final int LONGEST_COMPONENT = 255;
    private static final byte[] NONE = {};
    private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] METADATA = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(StandardCharsets.US_ASCII);

    enum Kind {
        /** A file, directory or whatever to be made. */
        PLAIN,
        /** {@code last} is taken away from the layers below. */
        WHITEOUT,
        /** All that layers below have in {@code directory} is taken away. */
        OPAQUE,
        /** Something that aufs kept for itself. */
        METADATA
    }

    /** @param longest bytes in all */
    static EntryName parse(byte[] raw, int longest) {
        if (raw.length == 0) {
            throw new BadArchive("its name is empty");
        }
        if (raw.length > longest) {
            throw new BadArchive("its name has " + raw.length + " bytes, " + longest + " are allowed");
        }
        ByteArrayOutputStream path = new ByteArrayOutputStream(raw.length);
        byte[] last = NONE;
        for (int at = 0; at < raw.length; ) {
            int end = at;
            while (end < raw.length && raw[end] != '/') {
                if (raw[end++] == 0) {
                    throw new BadArchive("its name has a NUL");
                }
            }
            byte[] component = Arrays.copyOfRange(raw, at, end);
            at = end + 1;
            if (component.length == 0 || isDots(component, 1)) {
                continue;
            }
            check(component);
            if (startsWith(last, METADATA)) {
                return new EntryName(Kind.METADATA, NONE, last);
            }
            if (startsWith(last, WHITEOUT)) {
                throw new BadArchive("something is said to be in a file that takes another away");
            }
            append(path, last);
            last = component;
        }
        return of(path.toByteArray(), last);
    }

    private static EntryName of(byte[] directory, byte[] last) {
        if (Arrays.equals(last, OPAQUE)) {
            return new EntryName(Kind.OPAQUE, directory, NONE);
        }
        if (startsWith(last, METADATA)) {
            return new EntryName(Kind.METADATA, directory, last);
        }
        if (!startsWith(last, WHITEOUT)) {
            return new EntryName(Kind.PLAIN, directory, last);
        }
        byte[] hidden = Arrays.copyOfRange(last, WHITEOUT.length, last.length);
        if (hidden.length == 0 || isDots(hidden, 1) || isDots(hidden, 2)) {
            throw new BadArchive("it takes away nothing that has a name");
        }
        return new EntryName(Kind.WHITEOUT, directory, hidden);
    }

    private static void check(byte[] component) {
        if (isDots(component, 2)) {
            throw new BadArchive("its name leads upwards");
        }
        if (component.length > LONGEST_COMPONENT) {
            throw new BadArchive("a part of its name has " + component.length + " bytes, 255 are allowed");
        }
    }

    private static boolean isDots(byte[] bytes, int count) {
        return bytes.length == count && bytes[0] == '.' && bytes[count - 1] == '.';
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static void append(ByteArrayOutputStream path, byte[] component) {
        if (component.length > 0) {
            if (path.size() > 0) {
                path.write('/');
            }
            path.writeBytes(component);
        }
    }

    boolean isRoot() {
        return kind == Kind.PLAIN && last.length == 0;
    }

    /** Directory and name. */
    byte[] path() {
        ByteArrayOutputStream path = new ByteArrayOutputStream(directory.length + 1 + last.length);
        append(path, directory);
        append(path, last);
        return path.toByteArray();
    }

    /** For messages: in quotes, what cannot be printed as {@code \xff}, and not longer than a line or two. */
    static String printable(byte[] raw) {
        int shown = Math.min(raw.length, 200);
        StringBuilder text = new StringBuilder("'");
        String decoded = new String(raw, 0, shown, StandardCharsets.UTF_8);
        if (decoded.indexOf('\ufffd') < 0 && decoded.codePoints().allMatch(EntryName::isPlain)) {
            text.append(decoded);
        } else {
            for (int i = 0; i < shown; i++) {
                text.append(raw[i] > ' ' && raw[i] < 127 ? String.valueOf((char) raw[i]) : "\\x%02x".formatted(raw[i]));
            }
        }
        return text.append(shown < raw.length ? "…'" : "'").toString();
    }

    /** Neither a control character nor one that changes the direction of what follows. */
    private static boolean isPlain(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.FORMAT;
    }
}
