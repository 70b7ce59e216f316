package io.containerizer.image.unpack;

import java.util.Map;
import java.util.Optional;

/**
 * What an archive says about one file, all of its headers taken together, none of it trusted.
 *
 * @param name as it stands there
 * @param target of a link of either kind; else empty
 * @param stored bytes of content in the archive
 * @param mode the twelve bits
 * @param attributes extended ones by their whole names
 * @param holes absent: the content is the file
 */
record TarEntry(
        byte[] name,
        Kind kind,
        byte[] target,
        long stored,
        int mode,
        long uid,
        long gid,
        FileTime time,
        long major,
        long minor,
        Map<String, byte[]> attributes,
        Optional<SparseMap> holes) {

    enum Kind {
        FILE,
        HARD_LINK,
        LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** Bytes of the file itself. */
    long size() {
        return holes.map(SparseMap::size).orElse(stored);
    }
}
