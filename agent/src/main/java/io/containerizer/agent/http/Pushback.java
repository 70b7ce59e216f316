package io.containerizer.agent.http;

import java.nio.ByteBuffer;

/** Bytes that were read while looking whether a client is still there, for whoever reads next. Not for several threads. */
final class Pushback {

    /** How much is read ahead; whoever sends more is not watched until some of it is used. */
    private static final int CAPACITY = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer held = NOTHING;

    boolean isEmpty() {
        return !held.hasRemaining();
    }

    boolean isFull() {
        return held.remaining() == CAPACITY;
    }

    /** Room for more, as a buffer to append to in Jetty's sense: between its position and its limit is what it holds. */
    ByteBuffer room() {
        if (held.capacity() == 0) {
            held = ByteBuffer.allocate(CAPACITY).limit(0);
        }
        held.compact().flip();
        return held;
    }

    /** Moves as much as fits to the end of {@code target}, which holds something between its position and its limit. */
    int moveTo(ByteBuffer target) {
        int moved = Math.min(held.remaining(), target.capacity() - target.limit());
        int end = target.limit();
        target.limit(end + moved);
        target.put(end, held, held.position(), moved);
        held.position(held.position() + moved);
        if (isEmpty()) {
            held = NOTHING;
        }
        return moved;
    }
}
