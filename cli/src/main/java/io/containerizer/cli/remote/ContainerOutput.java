package io.containerizer.cli.remote;

import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.agent.ProcessIO;
import io.containerizer.protocol.recordio.RecordDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a container writes, piece by piece. */
public final class ContainerOutput implements AutoCloseable {

    private static final int AT_ONCE = 16 << 10;

    private final InputStream body;
    private final RecordDecoder decoder = new RecordDecoder(MessageLimits.DEFAULT.bytes());
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final byte[] piece = new byte[AT_ONCE];

    ContainerOutput(InputStream body) {
        this.body = body;
    }

    /** A piece of one of the streams. */
    public record Piece(boolean stderr, byte[] bytes) {}

    /**
     * Waits for the next piece; nothing at the end.
     *
     * @throws IOException when the agent is gone
     */
    public Optional<Piece> next() throws IOException {
        for (; ; ) {
            while (waiting.isEmpty()) {
                int count = body.read(piece);
                if (count < 0) {
                    return Optional.empty();
                }
                waiting.addAll(decoder.feed(piece, 0, count));
            }
            ProcessIO message = AgentClient.FORMAT.read(waiting.removeFirst(), ProcessIO.getDefaultInstance());
            if (message.getType() == ProcessIO.Type.DATA) {
                boolean stderr = message.getData().getType() == ProcessIO.Data.Type.STDERR;
                return Optional.of(new Piece(stderr, message.getData().getData().toByteArray()));
            }
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // nobody wants it any more
        }
    }
}
