package io.containerizer.agent.streams;

import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.LocatedFile;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file in a sandbox to which a container's output is appended. The container may have put something else in its place:
 * only a regular file inside the sandbox is read.
 */
final class OutputFile implements AutoCloseable {

    private static final int PIECE = 16 << 10;

    private final FileChannel file;
    private final byte[] buffer = new byte[PIECE];
    private long position;

    private OutputFile(FileChannel file, long position) {
        this.file = file;
        this.position = position;
    }

    /**
     * @param fromEnd whether what is there already has been seen
     * @return nothing when there is no such file
     */
    static Optional<OutputFile> open(Syscalls calls, Path sandbox, String name, boolean fromEnd) {
        try (LocatedFile located = LocatedFile.below(calls, sandbox, name)) {
            if (!Files.isRegularFile(located.path())) {
                return Optional.empty();
            }
            FileChannel file = FileChannel.open(located.path(), StandardOpenOption.READ);
            return Optional.of(new OutputFile(file, fromEnd ? file.size() : 0));
        } catch (KernelException | IOException e) {
            return Optional.empty();
        }
    }

    /** What has come since the last time, or a part of it; empty when nothing has. */
    byte[] next() throws IOException {
        int count = file.read(ByteBuffer.wrap(buffer), position);
        if (count < 0 && file.size() < position) {
            position = 0; // somebody emptied it
            count = file.read(ByteBuffer.wrap(buffer), position);
        }
        position += Math.max(0, count);
        return Arrays.copyOf(buffer, Math.max(0, count));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
