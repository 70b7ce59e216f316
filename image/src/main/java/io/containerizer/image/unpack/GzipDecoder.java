package io.containerizer.image.unpack;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * RFC 1952, one member or several: a pipe cannot say whether more will come, which the JDK's own stream relies on.
 * Zeros may follow the last member, nothing else.
 */
final class GzipDecoder implements Decoder {

    private static final int FIXED_HEADER = 10;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    @Override
    public void decode(PipeInput packed, PipeOutput plain) throws InterruptedException {
        try (Inflater inflater = new Inflater(true)) {
            do {
                readHeader(packed);
                inflater.reset();
                inflate(inflater, packed, plain);
            } while (hasMore(packed));
        }
    }

    private static boolean hasMore(PipeInput packed) {
        while (packed.fill()) {
            if (packed.array()[packed.offset()] != 0) {
                return true;
            }
            packed.advance(1);
        }
        return false;
    }

    private static void readHeader(PipeInput packed) {
        int[] fixed = new int[FIXED_HEADER];
        for (int i = 0; i < FIXED_HEADER; i++) {
            fixed[i] = next(packed);
        }
        if (fixed[0] != 0x1f || fixed[1] != 0x8b || fixed[2] != DEFLATE || (fixed[3] & RESERVED) != 0) {
            throw new BadArchive("it is not packed with gzip, or something else follows");
        }
        int flags = fixed[3];
        if ((flags & EXTRA) != 0) {
            for (int n = next(packed) | next(packed) << 8; n > 0; n--) {
                next(packed);
            }
        }
        if ((flags & NAME) != 0) {
            skipText(packed);
        }
        if ((flags & COMMENT) != 0) {
            skipText(packed);
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            next(packed);
            next(packed);
        }
    }

    private static void skipText(PipeInput packed) {
        int read;
        do {
            read = next(packed);
        } while (read != 0);
    }

    private static void inflate(Inflater inflater, PipeInput packed, PipeOutput plain) throws InterruptedException {
        CRC32 sum = new CRC32();
        int given = 0;
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                packed.advance(given);
                if (!packed.fill()) {
                    throw endsEarly();
                }
                given = packed.count();
                inflater.setInput(packed.array(), packed.offset(), given);
            }
            Chunk chunk = plain.chunk();
            int count = inflate(inflater, chunk);
            sum.update(chunk.bytes, chunk.length, count);
            plain.added(count, packed.position() + given - inflater.getRemaining());
        }
        packed.advance(given - inflater.getRemaining());
        if (readInt(packed) != (int) sum.getValue() || readInt(packed) != (int) inflater.getBytesWritten()) {
            throw new BadArchive("it is damaged: the checksum of gzip is not that of the content");
        }
    }

    private static int inflate(Inflater inflater, Chunk chunk) {
        try {
            int count = inflater.inflate(chunk.bytes, chunk.length, Chunk.SIZE - chunk.length);
            if (count == 0 && inflater.needsDictionary()) {
                throw new BadArchive("it is packed with a dictionary, which gzip has not");
            }
            return count;
        } catch (DataFormatException e) {
            throw new BadArchive("it is damaged: " + e.getMessage());
        }
    }

    private static int readInt(PipeInput packed) {
        return next(packed) | next(packed) << 8 | next(packed) << 16 | next(packed) << 24;
    }

    private static int next(PipeInput packed) {
        int read = packed.read();
        if (read < 0) {
            throw endsEarly();
        }
        return read;
    }

    private static BadArchive endsEarly() {
        return new BadArchive("it ends in the middle of what gzip packed");
    }
}
