package io.containerizer.image.unpack;

import org.jspecify.annotations.Nullable;

/** The writer's end of a pipe. */
final class PipeOutput {

    private final Pipe pipe;
    private @Nullable Chunk chunk;

    PipeOutput(Pipe pipe) {
        this.pipe = pipe;
    }

    /** The chunk to go on filling: there is room behind its length. */
    Chunk chunk() throws InterruptedException {
        if (chunk == null) {
            chunk = pipe.next();
            chunk.length = 0;
        }
        return chunk;
    }

    /** This many bytes were added to the chunk, out of {@code packed} in all so far. */
    void added(int count, long packed) {
        Chunk filled = chunk;
        if (filled == null) {
            throw new IllegalStateException("bytes were added to no chunk");
        }
        filled.length += count;
        filled.packed = packed;
        if (filled.length == Chunk.SIZE) {
            pipe.put(filled);
            chunk = null;
        }
    }

    void end() {
        if (chunk != null) {
            pipe.put(chunk);
            chunk = null;
        }
        pipe.end();
    }
}
