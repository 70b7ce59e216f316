package io.containerizer.image.unpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Extended attributes of an entry as POSIX has them: records {@code LENGTH KEY=VALUE\n}, with additions of GNU tar, star
 * and libarchive. Keys that concern nothing we keep, such as comments, are passed over.
 */
final class PaxHeader {

    static final PaxHeader NONE = new PaxHeader();

    private static final String STAR_ATTRIBUTE = "SCHILY.xattr.";
    private static final String LIBARCHIVE_ATTRIBUTE = "LIBARCHIVE.xattr.";
    private static final int LONGEST_LENGTH = 10;

    private final Map<String, byte[]> values = new HashMap<>();
    private final Map<String, byte[]> attributes = new LinkedHashMap<>();
    private final List<Long> parts = new ArrayList<>();

    private PaxHeader() {}

    static PaxHeader parse(byte[] records) {
        PaxHeader header = new PaxHeader();
        for (int at = 0; at < records.length; ) {
            at = header.parseRecord(records, at);
        }
        return header;
    }

    /** Returns where the next one begins. */
    private int parseRecord(byte[] records, int from) {
        int at = from;
        int length = 0;
        while (at < records.length && at - from < LONGEST_LENGTH && records[at] >= '0' && records[at] <= '9') {
            length = Math.min(length * 10 + records[at++] - '0', 100_000_000);
        }
        int end = from + length;
        if (at == from || at >= records.length || records[at] != ' ' || end <= at + 1 || end > records.length) {
            throw new BadArchive("its extended header has a record of a wrong length");
        }
        int equals = ++at;
        while (equals < end && records[equals] != '=') {
            equals++;
        }
        if (equals == at || equals >= end || records[end - 1] != '\n') {
            throw new BadArchive("its extended header has a record that is not KEY=VALUE");
        }
        String key = new String(records, at, equals - at, StandardCharsets.UTF_8);
        if (key.indexOf(0) >= 0) {
            throw new BadArchive("its extended header has a key with a NUL");
        }
        add(key, Arrays.copyOfRange(records, equals + 1, end - 1));
        return end;
    }

    private void add(String key, byte[] value) {
        if (key.startsWith(STAR_ATTRIBUTE)) {
            attributes.put(key.substring(STAR_ATTRIBUTE.length()), value);
        } else if (key.startsWith(LIBARCHIVE_ATTRIBUTE)) {
            attributes.putIfAbsent(unescape(key.substring(LIBARCHIVE_ATTRIBUTE.length())), decode(value));
        } else if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            if (key.endsWith("offset") != (parts.size() % 2 == 0)) {
                throw new BadArchive("its list of holes is incomplete");
            }
            parts.add(parseNumber(key, value));
        } else if (value.length == 0) {
            values.remove(key); // what the plain header says
        } else {
            values.put(key, value);
        }
    }

    /** {@code %41} is {@code A}. */
    private static String unescape(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%' && i + 2 < name.length()) {
                int high = Character.digit(name.charAt(i + 1), 16);
                int low = Character.digit(name.charAt(i + 2), 16);
                if (high > 0 || low > 0) {
                    plain.append((char) (high << 4 | low));
                    i += 2;
                    continue;
                }
            }
            plain.append(name.charAt(i));
        }
        return plain.toString();
    }

    private static byte[] decode(byte[] base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadArchive("its extended header has an attribute that is not base64");
        }
    }

    Optional<byte[]> bytes(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return bytes(key).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    long number(String key, long otherwise) {
        byte[] value = values.get(key);
        return value == null ? otherwise : parseNumber(key, value);
    }

    Map<String, byte[]> attributes() {
        return attributes;
    }

    /** Offset and length of what is no hole, in turn, from records of their own. */
    List<Long> parts() {
        return parts;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** For what stands before many entries: only what can be meant for all of them. */
    void requireGlobal() {
        boolean forOne = !attributes.isEmpty() || !parts.isEmpty();
        for (String key : values.keySet()) {
            forOne |=
                    key.equals("path") || key.equals("linkpath") || key.equals("size") || key.startsWith("GNU.sparse.");
        }
        if (forOne) {
            throw new BadArchive("a header for all entries has what only one of them can have");
        }
    }

    private static long parseNumber(String key, byte[] value) {
        try {
            return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new BadArchive("its extended header has a " + key + " that is no number");
        }
    }
}
