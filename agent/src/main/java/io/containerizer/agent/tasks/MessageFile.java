package io.containerizer.agent.tasks;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file with one message, behind its length as in Mesos' checkpoints. It is there as a whole, or not. */
final class MessageFile {

    /** How the names of files end that were not written as a whole. */
    static final String PART = ".new";

    private MessageFile() {}

    /** @throws ContainerizerException CHECKPOINT_FAILED */
    static void write(Path file, Message message) {
        Path part = file.resolveSibling(file.getFileName() + PART);
        byte[] content = message.toByteArray();
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .put(content)
                .flip();
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(false);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("write", file, String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    /** @throws ContainerizerException CHECKPOINT_FAILED when it is not there, or not what was written */
    static <T extends Message> T read(Path file, Parser<T> parser) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.remaining() < Integer.BYTES || bytes.getInt() != bytes.remaining()) {
                throw failed("read", file, "it is not as long as it says");
            }
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw failed("read", file, "it holds no such message: " + e.getMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw failed("read", file, String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static ContainerizerException failed(String operation, Path file, String why) {
        return ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, operation, file.toString(), why);
    }
}
