package io.containerizer.checkpoint;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps engines, of this process and of others, from doing something at the same time. Only the file's owner can open it:
 * whoever may read a file can keep others from locking it.
 */
public final class InterprocessLock implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;

    private final FileChannel file;

    private InterprocessLock(FileChannel file) {
        this.file = file;
    }

    /** Waits until nobody has it. */
    public static InterprocessLock take(Path path) {
        FileChannel file = open(path);
        try {
            for (; ; ) {
                try {
                    var _ = file.lock();
                    return new InterprocessLock(file);
                } catch (OverlappingFileLockException e) { // another engine of this process has it
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static FileChannel open(Path path) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            return FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static ContainerizerException failure(Path path, IOException e) {
        return ContainerizerException.of(
                        ErrorCode.CHECKPOINT_FAILED, "lock", path.toString(), String.valueOf(e.getMessage()))
                .causedBy(e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "unlock", file.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }
}
