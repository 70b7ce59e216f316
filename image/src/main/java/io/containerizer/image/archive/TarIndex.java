package io.containerizer.image.archive;

import io.containerizer.image.archive.TarMembers.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where in a tar archive the files are, from header to header. Archives of images have few: this is not for layers.
 * Links lead to what they mean, since old archives have them in place of a layer that another image has already.
 */
final class TarIndex {

    private static final int MOST_MEMBERS = 100_000;
    private static final int LARGEST_EXTENSION = 1 << 20;
    private static final int LONGEST_CHAIN = 16;

    private final FileChannel archive;
    private final Map<String, Place> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, String> extension = new HashMap<>();

    private TarIndex(FileChannel archive) {
        this.archive = archive;
    }

    /** @throws IOException if it cannot be read, or is no archive, or ends too soon */
    static Map<String, Place> of(FileChannel archive) throws IOException {
        TarIndex index = new TarIndex(archive);
        index.read();
        index.followLinks();
        return Map.copyOf(index.files);
    }

    private void read() throws IOException {
        long end = archive.size();
        long position = 0;
        int members = 0;
        while (position < end) {
            if (end - position < TarHeader.BLOCK) {
                throw new IOException("it ends in the middle of a header");
            }
            byte[] block = bytes(position, TarHeader.BLOCK);
            if (TarHeader.isEnd(block)) {
                return;
            }
            if (++members > MOST_MEMBERS) {
                throw new IOException("it has more than " + MOST_MEMBERS + " entries");
            }
            TarHeader header = TarHeader.parse(block);
            long start = position + TarHeader.BLOCK;
            long size = header.size();
            if (size < 0 || size > end - start) {
                throw new IOException("it ends in the middle of '" + header.name() + "'");
            }
            size = take(header, start, end);
            position = start + (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
        }
    }

    /** The bytes that follow the header. */
    private long take(TarHeader header, long start, long end) throws IOException {
        switch (header.type()) {
            case 'L' -> extension.put("path", untilZero(extension(header, start)));
            case 'K' -> extension.put("linkpath", untilZero(extension(header, start)));
            case 'x' -> readRecords(extension(header, start));
            default -> {
                long size = member(header, start, end);
                extension.clear();
                return size;
            }
        }
        return header.size();
    }

    private long member(TarHeader header, long start, long end) throws IOException {
        String name = Members.plain(extension.getOrDefault("path", header.name()));
        String link = extension.getOrDefault("linkpath", header.link());
        long size = extension.containsKey("size") ? number(extension.get("size")) : header.size();
        if (size < 0 || size > end - start) {
            throw new IOException("it ends in the middle of '" + name + "'");
        }
        files.remove(name);
        links.remove(name);
        switch (header.type()) {
            case 0, '0', '7' -> files.put(name, new Place(start, size));
            case '1' -> links.put(name, Members.plain(link));
            case '2' -> links.put(name, Members.plain(name + "/../" + link));
            default -> {
                return size; // directories and global headers: of no interest
            }
        }
        return size;
    }

    private byte[] extension(TarHeader header, long start) throws IOException {
        if (header.size() > LARGEST_EXTENSION) {
            throw new IOException("it has a header of " + header.size() + " bytes");
        }
        return bytes(start, (int) header.size());
    }

    private static String untilZero(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /** Records {@code LENGTH NAME=VALUE\n}, whose length counts all of it. */
    private void readRecords(byte[] bytes) throws IOException {
        int position = 0;
        while (position < bytes.length) {
            int blank = position;
            while (blank < bytes.length && bytes[blank] != ' ') {
                blank++;
            }
            long length = number(new String(bytes, position, blank - position, StandardCharsets.UTF_8));
            if (length < blank - position + 2L || length > bytes.length - position) {
                throw new IOException("it has a header whose lengths are wrong");
            }
            int end = position + (int) length;
            String record = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                extension.put(record.substring(0, equals), record.substring(equals + 1));
            }
            position = end;
        }
    }

    private static long number(@Nullable String digits) throws IOException {
        try {
            return Long.parseLong(String.valueOf(digits));
        } catch (NumberFormatException e) {
            throw new IOException("it has a header with '" + digits + "' in place of a number", e);
        }
    }

    private void followLinks() {
        for (String name : links.keySet()) {
            String target = name;
            for (int i = 0; i < LONGEST_CHAIN && links.containsKey(target); i++) {
                target = links.getOrDefault(target, "");
            }
            Place place = files.get(target);
            if (place != null) {
                files.putIfAbsent(name, place);
            }
        }
    }

    private byte[] bytes(long position, int length) throws IOException {
        try (InputStream part = new RangeStream(archive, position, length, false)) {
            return part.readNBytes(length);
        }
    }
}
