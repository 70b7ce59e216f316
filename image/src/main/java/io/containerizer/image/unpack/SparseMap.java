package io.containerizer.image.unpack;

import java.util.List;

/**
 * Where in a file the bytes belong that an archive has of it; elsewhere it has holes.
 *
 * @param size of the file, holes included
 * @param parts offset and length in turn, one behind the other
 */
record SparseMap(long size, List<Long> parts) {

    /** @param stored bytes in the archive, which the parts must add up to */
    static SparseMap of(long size, List<Long> parts, long stored) {
        if (size < 0 || parts.size() % 2 != 0) {
            throw new BadArchive("its list of holes is incomplete");
        }
        long end = 0;
        long sum = 0;
        for (int i = 0; i < parts.size(); i += 2) {
            long offset = parts.get(i);
            long length = parts.get(i + 1);
            if (offset < end || length < 0 || offset > size - length) {
                throw new BadArchive("its list of holes is not in order, or goes beyond its end");
            }
            end = offset + length;
            sum += length;
        }
        if (sum != stored) {
            throw new BadArchive("its list of holes leaves " + sum + " bytes, the archive has " + stored);
        }
        return new SparseMap(size, List.copyOf(parts));
    }
}
