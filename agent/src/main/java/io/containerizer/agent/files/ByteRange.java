package io.containerizer.agent.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that a client asks for by the field {@code Range}.
 *
 * @param from its first byte
 * @param end the one behind its last
 */
record ByteRange(long from, long end) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return end - from;
    }

    /**
     * Nothing if the field asks for several ranges, or for none that can be read: then it does not count.
     *
     * @return a range of no length if it lies behind the end of the file
     */
    static Optional<ByteRange> parse(String field, long size) {
        Matcher one = ONE.matcher(field.strip());
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(one.group(2)), size);
            return Optional.of(new ByteRange(size - last, size));
        }
        long from = Long.parseLong(one.group(1));
        long end = one.group(2).isEmpty() ? size : Math.min(Long.parseLong(one.group(2)) + 1, size);
        if (!one.group(2).isEmpty() && Long.parseLong(one.group(2)) < from) {
            return Optional.empty();
        }
        return Optional.of(from >= size ? new ByteRange(size, size) : new ByteRange(from, end));
    }
}
