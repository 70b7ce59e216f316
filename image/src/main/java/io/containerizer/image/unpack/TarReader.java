package io.containerizer.image.unpack;

import io.containerizer.image.unpack.TarEntry.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive entry by entry: V7, ustar, star, GNU and PAX. Two blocks of zeros end it, or the end of the bytes where
 * a header could stand, or what fills up the last block of a file; what comes behind the zeros is nobody's business. Where
 * programs that read archives differ about what an archive means, it is refused.
 */
final class TarReader {

    private final ArchiveBytes archive;
    private final UnpackLimits limits;
    private final SparseFormats sparse;
    private final byte[] block = new byte[HeaderBlock.SIZE];
    private PaxHeader global = PaxHeader.NONE;
    private @Nullable PaxHeader pax;
    private byte @Nullable [] longName;
    private byte @Nullable [] longTarget;
    private byte @Nullable [] name;
    private byte @Nullable [] last;
    private long left;
    private long padding;

    TarReader(ArchiveBytes archive, UnpackLimits limits) {
        this.archive = archive;
        this.limits = limits;
        this.sparse = new SparseFormats(archive, limits);
    }

    /** The next one, past what is left of the one before; null at the end. */
    @Nullable
    TarEntry next() {
        archive.skip(left);
        archive.skipAtMost(padding); // umoci leaves out what follows the last file, and nothing in it counts
        last = name;
        name = null;
        left = 0;
        padding = 0;
        pax = null;
        longName = null;
        longTarget = null;
        for (HeaderBlock header = header(); header != null; header = header()) {
            if (!isAddition(header)) {
                return entry(header);
            }
        }
        if (pax != null || longName != null || longTarget != null) {
            throw new BadArchive("the archive ends between an extended header and its entry");
        }
        return null;
    }

    /** The entry that was read last, or where it would be, for messages. */
    String where() {
        if (name != null) {
            return EntryName.printable(name);
        }
        return last == null ? "the first entry" : "the entry after " + EntryName.printable(last);
    }

    /** Passes on the next {@code count} bytes of the content. */
    void transfer(long count, ArchiveBytes.Sink sink) {
        if (count > left) {
            throw new IllegalStateException("asked for more than there is");
        }
        archive.transfer(count, sink);
        left -= count;
    }

    private @Nullable HeaderBlock header() {
        int read = archive.read(block);
        if (read == 0) {
            return null;
        }
        if (read < block.length) {
            throw new BadArchive("the archive ends in the middle of a header");
        }
        HeaderBlock header = new HeaderBlock(block);
        if (!header.isZero()) {
            header.check();
            return header;
        }
        read = archive.read(block);
        if (read > 0 && (read < block.length || !header.isZero())) {
            throw new BadArchive("a single block of zeros stands where a header or the end should be");
        }
        return null;
    }

    /** Whether it is no entry, but says something about the next one or all that follow. */
    private boolean isAddition(HeaderBlock header) {
        switch (header.type()) {
            case 'x', 'X' -> pax = PaxHeader.parse(readWhole(header, limits.headerBytes()));
            case 'g' -> {
                PaxHeader all = PaxHeader.parse(readWhole(header, limits.headerBytes()));
                all.requireGlobal();
                global = all;
            }
            case 'L' -> longName = untilNul(readWhole(header, limits.nameBytes() + 1));
            case 'K' -> longTarget = untilNul(readWhole(header, limits.nameBytes() + 1));
            case 'V' -> readWhole(header, 0);
            default -> {
                return false;
            }
        }
        return true;
    }

    private byte[] readWhole(HeaderBlock header, int most) {
        long size = header.size();
        if (size > most) {
            throw new BadArchive("an extended header has " + size + " bytes, " + most + " are allowed");
        }
        byte[] content = new byte[(int) size];
        if (archive.read(content) < content.length) {
            throw new BadArchive("the archive ends in the middle of an extended header");
        }
        archive.skip(paddingOf(size));
        return content;
    }

    private static byte[] untilNul(byte[] name) {
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        return Arrays.copyOf(name, end);
    }

    private static long paddingOf(long size) {
        return -size & (HeaderBlock.SIZE - 1);
    }

    private TarEntry entry(HeaderBlock header) {
        PaxHeader own = pax == null ? PaxHeader.NONE : pax;
        byte[] found = name(header, own);
        name = found;
        Kind kind = kind(header.type(), found);
        byte[] target = target(header, own, kind);
        long size = own.number("size", header.size());
        if (size < 0) {
            throw new BadArchive("its size is below 0");
        }
        left = kind == Kind.FILE ? size : contentOf(kind, size);
        padding = paddingOf(left);
        Optional<SparseMap> holes = Optional.empty();
        if (kind == Kind.FILE) {
            long before = archive.position();
            holes = header.type() == 'S' ? Optional.of(sparse.old(header, size)) : sparse.extended(own, size);
            left -= header.type() == 'S' ? 0 : archive.position() - before;
        }
        return new TarEntry(
                found,
                kind,
                target,
                left,
                header.mode(),
                owner(own, "uid", header.uid()),
                owner(own, "gid", header.gid()),
                time(header, own),
                kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE ? header.major() : 0,
                kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE ? header.minor() : 0,
                kind == Kind.HARD_LINK ? Map.of() : own.attributes(),
                holes);
    }

    private byte[] name(HeaderBlock header, PaxHeader own) {
        if (longName != null) {
            return longName;
        }
        return own.bytes("GNU.sparse.name").or(() -> own.bytes("path")).orElseGet(header::name);
    }

    private byte[] target(HeaderBlock header, PaxHeader own, Kind kind) {
        if (kind != Kind.LINK && kind != Kind.HARD_LINK) {
            return new byte[0];
        }
        return longTarget != null ? longTarget : own.bytes("linkpath").orElseGet(header::linkName);
    }

    /** Old programs know no directories, but put a slash behind their names. */
    private static Kind kind(char type, byte[] name) {
        boolean slash = name.length > 0 && name[name.length - 1] == '/';
        return switch (type) {
            case '0', '\0', '7', 'S' -> slash ? Kind.DIRECTORY : Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.LINK;
            case '3' -> Kind.CHARACTER_DEVICE;
            case '4' -> Kind.BLOCK_DEVICE;
            case '5' -> Kind.DIRECTORY;
            case '6' -> Kind.FIFO;
            default ->
                throw new BadArchive("its type " + EntryName.printable(new byte[] {(byte) type}) + " is not known");
        };
    }

    /** A hard link tells the size of its file and has no content; that of others would be read as headers by some. */
    private static long contentOf(Kind kind, long size) {
        if (size != 0 && kind != Kind.HARD_LINK) {
            throw new BadArchive("it has content, and is no file");
        }
        return 0;
    }

    private long owner(PaxHeader own, String key, long plain) {
        long id = own.number(key, global.number(key, plain));
        if (id < 0 || id >= 0xffffffffL) {
            throw new BadArchive("its " + key + " " + id + " is none");
        }
        return id;
    }

    private FileTime time(HeaderBlock header, PaxHeader own) {
        return own.text("mtime")
                .or(() -> global.text("mtime"))
                .map(FileTime::parse)
                .orElseGet(() -> new FileTime(header.seconds(), 0));
    }
}
