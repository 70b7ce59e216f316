package io.containerizer.agent.api;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.recordio.RecordDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The calls in a body of records, one after the other as they arrive. For one thread at a time. */
public final class CallRecords {

    private static final int PIECE = 16 << 10;

    private final Negotiation forms;
    private final InputStream body;
    private final RecordDecoder decoder = new RecordDecoder(MessageLimits.DEFAULT.bytes());
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final byte[] piece = new byte[PIECE];

    CallRecords(Negotiation forms, InputStream body) {
        this.forms = forms;
        this.body = body;
    }

    /**
     * Waits for the next call.
     *
     * @return nothing at the proper end of the stream
     * @throws ApiFailure 400 for what is no record, or no call that makes sense
     * @throws IOException when the client is gone
     */
    Optional<Call> next() throws IOException {
        try {
            while (waiting.isEmpty()) {
                int count = body.read(piece);
                if (count < 0) {
                    decoder.end();
                    return Optional.empty();
                }
                waiting.addAll(decoder.feed(piece, 0, count));
            }
        } catch (ContainerizerException e) {
            throw new ApiFailure(400, "Failed to decode the records of the body: " + e.reason());
        }
        return Optional.of(Validation.check(OperatorApi.parse(forms, waiting.removeFirst())));
    }
}
