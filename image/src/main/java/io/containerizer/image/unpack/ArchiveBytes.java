package io.containerizer.image.unpack;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The bytes of an archive, hashed and counted as they pass. */
final class ArchiveBytes {

    private final PipeInput in;
    private final @Nullable MessageDigest digest;
    private final UnpackLimits limits;
    private long seen;

    /** @param digest gets all bytes; null: nobody wants to know */
    ArchiveBytes(PipeInput in, @Nullable MessageDigest digest, UnpackLimits limits) {
        this.in = in;
        this.digest = digest;
        this.limits = limits;
    }

    /** Where bytes go. */
    interface Sink {
        void accept(byte[] bytes, int offset, int count);
    }

    /** How many have been read. */
    long position() {
        return in.position();
    }

    /** False at the end. Throws {@link BadArchive} when it is too much, or too much out of too little. */
    private boolean fill() {
        if (in.count() > 0) {
            return true;
        }
        if (!in.fill()) {
            return false;
        }
        if (digest != null) {
            digest.update(in.array(), in.offset(), in.count());
        }
        seen += in.count();
        if (seen > limits.bytes()) {
            throw new BadArchive("the layer has more than " + limits.bytes() + " bytes");
        }
        if (seen > limits.ratioFrom() && seen / limits.ratio() > in.packed()) {
            throw new BadArchive("the layer has become " + seen + " bytes out of " + in.packed()
                    + " packed ones, more than " + limits.ratio() + " times as many");
        }
        return true;
    }

    /** As many as there are, up to all of {@code block}. */
    int read(byte[] block) {
        int read = 0;
        while (read < block.length && fill()) {
            int part = Math.min(block.length - read, in.count());
            System.arraycopy(in.array(), in.offset(), block, read, part);
            in.advance(part);
            read += part;
        }
        return read;
    }

    /** Passes on exactly this many. */
    void transfer(long count, Sink sink) {
        for (long left = count; left > 0; ) {
            if (!fill()) {
                throw new BadArchive("the archive ends " + left + " bytes before its end");
            }
            int part = (int) Math.min(left, in.count());
            sink.accept(in.array(), in.offset(), part);
            in.advance(part);
            left -= part;
        }
    }

    void skip(long count) {
        transfer(count, (bytes, offset, part) -> {});
    }

    /** Fewer, where the archive ends before. */
    void skipAtMost(long count) {
        for (long left = count; left > 0 && fill(); ) {
            int part = (int) Math.min(left, in.count());
            in.advance(part);
            left -= part;
        }
    }

    void skipAll() {
        while (fill()) {
            in.advance(in.count());
        }
    }
}
