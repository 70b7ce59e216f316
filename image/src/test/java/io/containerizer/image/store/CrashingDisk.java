package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A disk on which one change fails, alone or as the last thing that its process ever does: then no later operation
 * does anything, and the locks of the process are free, as the kernel would have it.
 */
final class CrashingDisk extends DelegatingDisk {

    /** In place of the end of a process. Nothing in the store catches it on purpose. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final boolean crash;
    private final List<Lock> locks = new ArrayList<>();
    private int left;
    private boolean failed;

    private CrashingDisk(int left, boolean crash) {
        super(StoreFixture.disk());
        this.left = left;
        this.crash = crash;
    }

    /** The change after {@code changes} others fails, for want of space; then all is well again. */
    static CrashingDisk failingAfter(int changes) {
        return new CrashingDisk(changes, false);
    }

    /** The process dies in the change after {@code changes} others. */
    static CrashingDisk crashingAfter(int changes) {
        return new CrashingDisk(changes, true);
    }

    /** Whether the change has come. */
    synchronized boolean hasFailed() {
        return failed;
    }

    @Override
    <T> T around(Supplier<T> operation) {
        if (strikes()) {
            if (crash) {
                throw new Crash();
            }
            throw ContainerizerException.of(
                    ErrorCode.CHECKPOINT_FAILED, "use", "disk", "ENOSPC (No space left on device)");
        }
        return operation.get();
    }

    /** Whoever dies while he looks leaves the same as if he died in the next change. */
    @Override
    <T> T look(Supplier<T> operation) {
        return crash && hasFailed() ? around(operation) : operation.get();
    }

    private synchronized boolean strikes() {
        if (crash && failed) {
            return true;
        }
        if (left-- != 0) {
            return false;
        }
        failed = true;
        if (crash) {
            List.copyOf(locks).forEach(Lock::close);
        }
        return true;
    }

    @Override
    public void write(Path file, String content) {
        halfOf(file, content);
        super.write(file, content);
    }

    @Override
    public void note(Path file, String content) {
        halfOf(file, content);
        super.note(file, content);
    }

    /** What a process leaves that dies while it writes. */
    private synchronized void halfOf(Path file, String content) {
        if (crash && left == 0 && !failed) {
            try {
                Files.writeString(Path.of(file + ".new"), content.substring(0, content.length() / 2));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Lock lock(Path file) {
        return held(super.lock(file));
    }

    @Override
    public Optional<Lock> tryLock(Path file) {
        return super.tryLock(file).map(this::held);
    }

    /** A lock is closed once, by its owner or by the end of the process. */
    private synchronized Lock held(Lock lock) {
        if (crash && failed) {
            lock.close();
            return () -> {};
        }
        Lock held = new Lock() {
            @Override
            public void close() {
                release(this, lock);
            }
        };
        locks.add(held);
        return held;
    }

    private synchronized void release(Lock held, Lock lock) {
        if (locks.contains(held)) {
            lock.close();
            locks.remove(held);
        }
    }
}
