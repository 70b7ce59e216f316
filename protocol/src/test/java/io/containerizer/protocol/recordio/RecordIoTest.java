package io.containerizer.protocol.recordio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.Damage;
import io.containerizer.testkit.SeededTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordIoTest {

    private static final int MOST = 1000;

    @Test
    void aRecordStandsBehindItsLength() {
        assertThat(new String(RecordEncoder.frame("{\"a\":1}".getBytes(UTF_8)), UTF_8))
                .isEqualTo("7\n{\"a\":1}");
    }

    @Test
    void anEmptyRecordIsARecord() {
        assertThat(texts(new RecordDecoder(MOST).feed("0\n1\nx0\n".getBytes(UTF_8))))
                .containsExactly("", "x", "");
    }

    @SeededTest(count = 500)
    void recordsComeThroughPiecesOfAnySize(long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = records(random);
        byte[] stream = stream(sent);
        RecordDecoder decoder = new RecordDecoder(MOST);
        List<byte[]> received = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 2000));
            received.addAll(decoder.feed(stream, at, count));
            at += count;
        }
        decoder.end();
        assertThat(received).containsExactlyElementsOf(sent);
    }

    @SeededTest(count = 3000)
    void aDamagedStreamGivesTheSameRecordsInAnyPiecesUntilItIsRefused(long seed) {
        Random random = new Random(seed);
        byte[] stream = new Damage(random).done(stream(records(random)));
        assertThat(outcome(stream, 1)).isEqualTo(outcome(stream, stream.length)).isEqualTo(outcome(stream, 7));
    }

    /** The records, then how it ended. */
    private static List<String> outcome(byte[] stream, int piece) {
        RecordDecoder decoder = new RecordDecoder(MOST);
        List<String> outcome = new ArrayList<>();
        Throwable failure = catchThrowable(() -> {
            for (int at = 0; at < stream.length; at += piece) {
                outcome.addAll(texts(decoder.feed(stream, at, Math.min(piece, stream.length - at))));
            }
            decoder.end();
        });
        if (failure != null) {
            assertThat(failure).isInstanceOf(ContainerizerException.class);
            assertThat(((ContainerizerException) failure).code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
            outcome.add(failure.getMessage());
            assertThatThrownBy(() -> decoder.feed(new byte[0])).hasMessage(failure.getMessage());
        }
        return outcome;
    }

    @ParameterizedTest
    @CsvSource({
        "x, read records: a record begins with the byte 0x78 where its length belongs",
        "-1\\n, read records: a record begins with the byte 0x2d where its length belongs",
        "+1\\nx, read records: a record begins with the byte 0x2b where its length belongs",
        "1 \\nx, read records: a record begins with the byte 0x20 where its length belongs",
        "\\n, read records: a record begins with the byte 0x0a where its length belongs",
        "00000000001, read records: the length of a record has more than 10 digits",
        "'1001\\n', 'read records: a record has 1001 bytes, and more than 1000 are refused'",
        "'9999999999\\n', 'read records: a record has 9999999999 bytes, and more than 1000 are refused'",
    })
    void aLengthThatIsNonePoisonsTheStream(String stream, String message) {
        RecordDecoder decoder = new RecordDecoder(MOST);
        assertThatThrownBy(() -> decoder.feed(stream.replace("\\n", "\n").getBytes(UTF_8)))
                .hasMessage(message);
        assertThatThrownBy(() -> decoder.feed("1\nx".getBytes(UTF_8))).hasMessage(message);
        assertThatThrownBy(decoder::end).hasMessage(message);
    }

    @Test
    void recordsBeforeAFaultAreNotLost() {
        RecordDecoder decoder = new RecordDecoder(MOST);
        assertThat(texts(decoder.feed("1\nax".getBytes(UTF_8)))).containsExactly("a");
        assertThatThrownBy(() -> decoder.feed("1\nb".getBytes(UTF_8)))
                .hasMessage("read records: a record begins with the byte 0x78 where its length belongs");
    }

    @Test
    void aStreamThatEndsWithinARecordIsRefused() {
        RecordDecoder decoder = new RecordDecoder(MOST);
        decoder.feed("5\nabc".getBytes(UTF_8));
        assertThatThrownBy(decoder::end).hasMessage("read records: it ends 2 bytes before the end of a record of 5");
        RecordDecoder other = new RecordDecoder(MOST);
        other.feed("5".getBytes(UTF_8));
        assertThatThrownBy(other::end).hasMessage("read records: it ends within the length of a record");
    }

    @Test
    void anAnnouncementTakesNoMemory() {
        List<RecordDecoder> decoders = new ArrayList<>();
        for (int i = 0; i < 1000; i++) { // 2 TB, if they were believed
            RecordDecoder decoder = new RecordDecoder(Integer.MAX_VALUE);
            assertThat(decoder.feed("2147483647\nx".getBytes(UTF_8))).isEmpty();
            decoders.add(decoder);
        }
        assertThatThrownBy(decoders.getLast()::end)
                .hasMessage("read records: it ends 2147483646 bytes before the end of a record of 2147483647");
    }

    private static List<byte[]> records(Random random) {
        List<byte[]> records = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] record = new byte[random.nextInt(random.nextBoolean() ? 10 : MOST + 1)];
            random.nextBytes(record);
            records.add(record);
        }
        return records;
    }

    private static byte[] stream(List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(RecordEncoder.frame(record)));
        return out.toByteArray();
    }

    private static List<String> texts(List<byte[]> records) {
        return records.stream().map(record -> new String(record, UTF_8)).toList();
    }
}
