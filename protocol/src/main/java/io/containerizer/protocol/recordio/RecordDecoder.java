package io.containerizer.protocol.recordio;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the records in a stream that arrives in pieces of any size. A stream that was malformed once stays so: nothing
 * after that can be told apart. Memory grows with what has arrived, not with what was announced. For one thread at a time.
 */
public final class RecordDecoder {

    /** As many as the largest length has. */
    private static final int MOST_DIGITS = 10;

    private static final int FIRST_BUFFER = 8192;
    private static final byte[] NOTHING = {};

    private final int mostBytes;
    private byte[] buffer = NOTHING;
    private int filled;
    /** Digits of a length so far, and what they say. */
    private int digits;

    private long length;
    private boolean inRecord;
    private Optional<String> fault = Optional.empty();

    /**
     * @param mostBytes the most that one record may have
     */
    public RecordDecoder(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Takes the next piece of the stream.
     *
     * @return the records that end in it, in their order; those before a fault, too: the next call tells of that
     * @throws ContainerizerException INVALID_MESSAGE if the stream is malformed and no record came before the fault
     */
    public List<byte[]> feed(byte[] piece, int offset, int count) {
        List<byte[]> records = new ArrayList<>();
        int at = offset;
        int end = offset + count;
        while (at < end && fault.isEmpty()) {
            if (inRecord) {
                at += take(piece, at, end - at);
            } else {
                header(piece[at++]);
            }
            if (inRecord && filled == length) {
                records.add(record());
            }
        }
        if (records.isEmpty()) {
            fault.ifPresent(RecordDecoder::refuse);
        }
        return List.copyOf(records);
    }

    public List<byte[]> feed(byte[] piece) {
        return feed(piece, 0, piece.length);
    }

    /**
     * Says that the stream has ended.
     *
     * @throws ContainerizerException INVALID_MESSAGE if it was malformed or ended within a record
     */
    public void end() {
        fault.ifPresent(RecordDecoder::refuse);
        if (inRecord || digits > 0) {
            String within = inRecord
                    ? "it ends " + (length - filled) + " bytes before the end of a record of " + length
                    : "it ends within the length of a record";
            poison(within);
            refuse(within);
        }
    }

    private void header(byte b) {
        if (b == '\n' && digits > 0) {
            if (length > mostBytes) {
                poison("a record has " + length + " bytes, and more than " + mostBytes + " are refused");
                return;
            }
            digits = 0;
            inRecord = true;
        } else if (b < '0' || b > '9') {
            poison("a record begins with the byte 0x%02x where its length belongs".formatted(b & 0xff));
        } else if (++digits > MOST_DIGITS) {
            poison("the length of a record has more than " + MOST_DIGITS + " digits");
        } else {
            length = length * 10 + (b - '0');
        }
    }

    private byte[] record() {
        byte[] record = buffer.length == filled ? buffer : Arrays.copyOf(buffer, filled);
        buffer = NOTHING;
        inRecord = false;
        filled = 0;
        length = 0;
        return record;
    }

    private int take(byte[] piece, int at, int available) {
        int count = (int) Math.min(available, length - filled);
        if (buffer.length < filled + count) {
            int doubled = (int) Math.min(Math.max(2L * buffer.length, FIRST_BUFFER), length);
            buffer = Arrays.copyOf(buffer, Math.max(doubled, filled + count));
        }
        System.arraycopy(piece, at, buffer, filled, count);
        filled += count;
        return count;
    }

    private void poison(String reason) {
        fault = Optional.of(reason);
        buffer = NOTHING;
    }

    private static void refuse(String reason) {
        throw ContainerizerException.of(ErrorCode.INVALID_MESSAGE, "read records", "", reason);
    }
}
