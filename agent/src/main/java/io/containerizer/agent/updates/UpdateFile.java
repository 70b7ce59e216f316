package io.containerizer.agent.updates;

import com.google.protobuf.InvalidProtocolBufferException;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code task.updates}: records one after the other, each behind its length in four bytes, little-endian, as
 * Mesos writes them on machines of today. A record that was cut off by a crash is taken away before the next is written.
 */
public final class UpdateFile implements UpdateLog {

    private static final int LENGTH = Integer.BYTES;
    /** More than any message has that the agent takes. */
    private static final int LONGEST = 64 << 20;

    private final Path path;
    private final FileChannel file;
    /** Of what is whole: a record of which the disk took only a part is taken away. */
    private long length;

    private UpdateFile(Path path, FileChannel file, long length) {
        this.path = path;
        this.file = file;
        this.length = length;
    }

    /** What a file holds, and how much of it is whole. */
    public record Content(List<StatusUpdateRecord> records, long length) {
        public Content {
            records = List.copyOf(records);
        }
    }

    /** @throws ContainerizerException CHECKPOINT_FAILED */
    public static UpdateFile create(Path path) {
        return open(path, 0);
    }

    /** @param length of what is kept */
    public static UpdateFile open(Path path, long length) {
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new UpdateFile(path, file, length);
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    /** All whole records of a file; none when there is no file. */
    public static Content read(Path path) {
        if (!Files.exists(path)) {
            return new Content(List.of(), 0);
        }
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static Content parse(ByteBuffer bytes) {
        List<StatusUpdateRecord> records = new ArrayList<>();
        long whole = 0;
        while (bytes.remaining() >= LENGTH) {
            int length = bytes.getInt();
            if (length < 0 || length > LONGEST || length > bytes.remaining()) {
                break;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            try {
                records.add(StatusUpdateRecord.parseFrom(record));
            } catch (InvalidProtocolBufferException e) {
                break;
            }
            whole = bytes.position();
        }
        return new Content(records, whole);
    }

    @Override
    public void append(StatusUpdateRecord record) {
        byte[] message = record.toByteArray();
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH + message.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(message.length)
                .put(message)
                .flip();
        try {
            file.truncate(length).position(length);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
            length = file.position();
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }

    private static ContainerizerException failed(String operation, Path path, IOException e) {
        return ContainerizerException.of(
                        ErrorCode.CHECKPOINT_FAILED, operation, path.toString(), String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
