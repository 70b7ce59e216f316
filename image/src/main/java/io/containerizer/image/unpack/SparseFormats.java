package io.containerizer.image.unpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The four ways in which GNU tar writes down where a file has holes. */
final class SparseFormats {

    private static final int OLD_PARTS = 386;
    private static final int OLD_COUNT = 4;
    private static final int OLD_MORE = 482;
    private static final int OLD_SIZE = 483;
    private static final int EXTENSION_COUNT = 21;
    private static final int EXTENSION_MORE = 504;
    private static final int NUMBER = 12;

    private final ArchiveBytes archive;
    private final UnpackLimits limits;

    SparseFormats(ArchiveBytes archive, UnpackLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    /** The oldest one: in the header, and in blocks behind it. */
    SparseMap old(HeaderBlock header, long stored) {
        List<Long> parts = new ArrayList<>();
        addParts(header, OLD_PARTS, OLD_COUNT, parts);
        boolean more = header.isSet(OLD_MORE);
        for (int bytes = 0; more; bytes += HeaderBlock.SIZE) {
            if (bytes >= limits.headerBytes()) {
                throw new BadArchive("its list of holes is longer than " + limits.headerBytes() + " bytes");
            }
            HeaderBlock extension = new HeaderBlock(block());
            addParts(extension, 0, EXTENSION_COUNT, parts);
            more = extension.isSet(EXTENSION_MORE);
        }
        return SparseMap.of(header.number(OLD_SIZE, NUMBER), parts, stored);
    }

    private byte[] block() {
        byte[] block = new byte[HeaderBlock.SIZE];
        if (archive.read(block) < block.length) {
            throw new BadArchive("the archive ends in its list of holes");
        }
        return block;
    }

    private static void addParts(HeaderBlock block, int from, int count, List<Long> parts) {
        for (int i = 0; i < count; i++) {
            int at = from + i * 2 * NUMBER;
            if (!block.isSet(at)) {
                return;
            }
            parts.add(block.number(at, NUMBER));
            parts.add(block.number(at + NUMBER, NUMBER));
        }
    }

    /**
     * Those in an extended header: 0.0 with a record per number, 0.1 with one for all, 1.0 with a list before the
     * content.
     *
     * @param stored bytes in the archive, including that list, which is read
     */
    Optional<SparseMap> extended(PaxHeader pax, long stored) {
        if (pax.text("GNU.sparse.major").equals(Optional.of("1"))) {
            long before = archive.position();
            List<Long> parts = readList(stored);
            long rest = stored - (archive.position() - before);
            return Optional.of(SparseMap.of(pax.number("GNU.sparse.realsize", -1), parts, rest));
        }
        if (pax.has("GNU.sparse.map")) {
            List<Long> parts = new ArrayList<>();
            for (String number : pax.text("GNU.sparse.map").orElseThrow().split(",", -1)) {
                parts.add(parse(number));
            }
            return Optional.of(SparseMap.of(pax.number("GNU.sparse.size", -1), parts, stored));
        }
        if (pax.has("GNU.sparse.size")) {
            return Optional.of(SparseMap.of(pax.number("GNU.sparse.size", -1), pax.parts(), stored));
        }
        return Optional.empty();
    }

    /** How many, then offset and length of each, a line per number; filled up to a whole block. */
    private List<Long> readList(long stored) {
        List<Long> numbers = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        long expected = 1;
        for (long read = 0; numbers.size() < expected; read += HeaderBlock.SIZE) {
            if (read + HeaderBlock.SIZE > Math.min(limits.headerBytes(), stored)) {
                throw new BadArchive("its list of holes does not end where it should");
            }
            byte[] block = block();
            for (int i = 0; i < block.length && numbers.size() < expected; i++) {
                if (block[i] != '\n') {
                    line.append((char) block[i]);
                    continue;
                }
                numbers.add(parse(line.toString()));
                line.setLength(0);
                expected = 1 + 2 * Math.min(numbers.getFirst(), limits.headerBytes());
            }
        }
        return numbers.subList(1, numbers.size());
    }

    private static long parse(String number) {
        try {
            long parsed = Long.parseLong(number);
            if (parsed >= 0) {
                return parsed;
            }
        } catch (NumberFormatException e) {
            // is said below
        }
        byte[] raw = number.getBytes(StandardCharsets.UTF_8);
        throw new BadArchive("its list of holes has " + EntryName.printable(raw) + " where a number should be");
    }
}
