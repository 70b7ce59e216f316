package io.containerizer.agent.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateFileTest {

    @TempDir
    private Path directory;

    private static StatusUpdateRecord record(int number) {
        return StatusUpdateRecord.newBuilder()
                .setType(StatusUpdateRecord.Type.ACK)
                .setUuid(ByteString.copyFromUtf8("uuid-" + number))
                .build();
    }

    @Test
    void eachRecordStandsBehindItsLengthAsInMesos() throws Exception {
        Path path = directory.resolve("u");
        try (UpdateFile file = UpdateFile.create(path)) {
            file.append(record(1));
        }
        byte[] message = record(1).toByteArray();
        byte[] bytes = Files.readAllBytes(path);
        assertThat(Arrays.copyOf(bytes, 4)).containsExactly(message.length, 0, 0, 0);
        assertThat(Arrays.copyOfRange(bytes, 4, bytes.length)).isEqualTo(message);
    }

    @Test
    void whateverIsCutOffTheWholeRecordsRemain() throws Exception {
        Path path = directory.resolve("u");
        try (UpdateFile file = UpdateFile.create(path)) {
            for (int i = 0; i < 3; i++) {
                file.append(record(i));
            }
        }
        byte[] whole = Files.readAllBytes(path);
        int each = whole.length / 3;
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            UpdateFile.Content content = UpdateFile.read(path);
            assertThat(content.records()).hasSize(length / each);
            try (UpdateFile file = UpdateFile.open(path, content.length())) {
                file.append(record(9));
            }
            List<StatusUpdateRecord> records = UpdateFile.read(path).records();
            assertThat(records).hasSize(length / each + 1);
            assertThat(records.getLast()).isEqualTo(record(9));
        }
    }

    @Test
    void garbageIsNoRecord() throws Exception {
        Path path = directory.resolve("u");
        for (byte[] garbage : new byte[][] {{-1, -1, -1, -1, 0}, {0, 0, 0, 127, 1, 2}, {3, 0, 0, 0, 7, 7, 7}}) {
            Files.write(path, garbage);
            assertThat(UpdateFile.read(path).records()).isEmpty();
        }
        assertThat(UpdateFile.read(directory.resolve("missing")).records()).isEmpty();
    }
}
