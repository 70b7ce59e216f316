package io.containerizer.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Pieces, as a stream. */
final class PieceStream extends InputStream {

    /** Gives the next piece; an empty one at the end, also when asked again. */
    interface Pieces {
        byte[] next() throws IOException;
    }

    private final Pieces pieces;
    private byte[] piece = {};
    private int used;

    PieceStream(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (used == piece.length) {
            piece = pieces.next();
            used = 0;
            if (piece.length == 0) {
                return -1;
            }
        }
        int copied = Math.min(length, piece.length - used);
        System.arraycopy(piece, used, target, offset, copied);
        used += copied;
        return copied;
    }
}
