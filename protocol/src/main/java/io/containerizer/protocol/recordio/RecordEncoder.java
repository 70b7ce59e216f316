package io.containerizer.protocol.recordio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames records. */
public final class RecordEncoder {

    private RecordEncoder() {}

    /** The record as it goes into a stream, in one piece: whoever writes it whole never leaves a half one behind. */
    public static byte[] frame(byte[] record) {
        byte[] header = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Arrays.copyOf(header, header.length + record.length);
        System.arraycopy(record, 0, frame, header.length, record.length);
        return frame;
    }
}
