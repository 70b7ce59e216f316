package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file to which somebody appends, and where its bytes shall go. It lies in a directory of the container's, which may
 * have put something else in its place: no link is followed, and only a regular file is read.
 */
final class FollowedFile implements AutoCloseable {

    /** So much is copied before the other file of a pair has its turn. */
    private static final long AT_ONCE = 1 << 20;

    private final Path path;
    private final FileChannel file;
    private final WritableByteChannel to;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long position;

    private FollowedFile(Path path, FileChannel file, WritableByteChannel to) {
        this.path = path;
        this.file = file;
        this.to = to;
    }

    /** Nothing when there is no such file. */
    static Optional<FollowedFile> open(Path path, WritableByteChannel to) {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile()) {
                throw new IOException("the container has put something else in place of this file");
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FollowedFile(path, file, to));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannotRead(path, e);
        }
    }

    /**
     * Copies what has come since the last time, or a good part of it.
     *
     * @return whether there was anything
     */
    boolean copy() throws OutputClosedException {
        long before = position;
        while (position - before < AT_ONCE && fill()) {
            buffer.flip();
            position += buffer.remaining();
            drain();
        }
        return position != before;
    }

    private boolean fill() {
        buffer.clear();
        try {
            int n = file.read(buffer, position);
            if (n < 0 && file.size() < position) {
                position = 0; // somebody emptied it
                n = file.read(buffer, position);
            }
            return n > 0;
        } catch (IOException e) {
            throw cannotRead(path, e);
        }
    }

    private void drain() throws OutputClosedException {
        try {
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    private static ContainerizerException cannotRead(Path path, IOException e) {
        return ContainerizerException.of(
                        ErrorCode.CHECKPOINT_FAILED, "read", path.toString(), String.valueOf(e.getMessage()))
                .causedBy(e);
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
