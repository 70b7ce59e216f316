package io.containerizer.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request's first line names, decoded.
 *
 * @param path with its first slash, without one at its end
 */
record RequestTarget(String path, Map<String, String> query) {

    RequestTarget {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /**
     * @param rawPath as it was sent
     * @param rawQuery as it was sent; empty without one
     * @return nothing if an escape is none, or the text no UTF-8
     */
    static Optional<RequestTarget> parse(String rawPath, String rawQuery) {
        Optional<String> path = decode(rawPath, false);
        Map<String, String> query = new LinkedHashMap<>();
        for (String item : rawQuery.split("&")) {
            if (!item.isEmpty()) {
                int equals = item.indexOf('=');
                Optional<String> name = decode(equals < 0 ? item : item.substring(0, equals), true);
                Optional<String> value = decode(equals < 0 ? "" : item.substring(equals + 1), true);
                if (name.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                query.put(name.get(), value.get());
            }
        }
        return path.map(p -> new RequestTarget(trim(p), query));
    }

    private static String trim(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static Optional<String> decode(String text, boolean plusIsBlank) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%') {
                int value = i + 2 < bytes.length ? hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]) : -1;
                if (value < 0) {
                    return Optional.empty();
                }
                decoded.put((byte) value);
                i += 2;
            } else {
                decoded.put(plusIsBlank && b == '+' ? (byte) ' ' : b);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(byte digit) {
        return Character.digit((char) (digit & 0xff), 16);
    }
}
