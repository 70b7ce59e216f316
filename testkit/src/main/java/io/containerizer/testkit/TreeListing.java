package io.containerizer.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All that can be said about the files below a directory, but for when they were read: a line for each, by their paths, in
 * which bytes that are no plain characters are escaped as in URIs.
 */
public final class TreeListing {

    private final ExtendedAttributes extended = new ExtendedAttributes();

    /** The directory itself is {@code .}. */
    public SortedMap<String, String> of(Path root) throws IOException {
        SortedMap<String, String> lines = new TreeMap<>();
        Map<Long, String> first = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                String name = name(root, file);
                lines.put(name, line(file, name, first));
            }
        }
        return lines;
    }

    private static String name(Path root, Path file) {
        String whole = file.toUri().getRawPath();
        String name = whole.substring(root.toUri().getRawPath().length());
        return name.isEmpty() ? "." : name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private String line(Path file, String name, Map<Long, String> first) throws IOException {
        Map<String, Object> known = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) get(known, "mode");
        StringBuilder line = new StringBuilder("%06o %s:%s".formatted(mode, known.get("uid"), known.get("gid")));
        FileTime time = (FileTime) get(known, "lastModifiedTime");
        line.append(' ').append(time.to(TimeUnit.NANOSECONDS));
        switch (mode & 0170000) {
            case 0100000 ->
                line.append(' ').append(known.get("size")).append(' ').append(hash(file));
            case 0120000 -> line.append(" -> ").append(Files.readSymbolicLink(file));
            case 0020000, 0060000 -> line.append(" device ").append(known.get("rdev"));
            default -> {}
        }
        if ((mode & 0170000) != 0040000 && (int) get(known, "nlink") > 1) {
            line.append(" = ").append(first.computeIfAbsent((Long) get(known, "ino"), inode -> name));
        }
        extended.of(file)
                .forEach(
                        (key, value) -> line.append(' ').append(key).append('=').append(printable(value)));
        return line.toString();
    }

    private static Object get(Map<String, Object> known, String attribute) {
        return Objects.requireNonNull(known.get(attribute), attribute);
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String printable(String value) {
        return value.chars().allMatch(c -> c > ' ' && c < 127)
                ? value
                : HexFormat.of().formatHex(value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
