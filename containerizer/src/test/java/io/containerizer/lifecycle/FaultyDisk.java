package io.containerizer.lifecycle;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.RealDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A disk on which one operation fails, alone or as the last thing that its process ever does. */
final class FaultyDisk implements Disk {

    private final Disk disk = new RealDisk();
    private final boolean crash;
    private int left;
    private boolean failed;

    private FaultyDisk(int left, boolean crash) {
        this.left = left;
        this.crash = crash;
    }

    /** The operation after {@code operations} others fails; then all is well again. */
    static FaultyDisk failingAfter(int operations) {
        return new FaultyDisk(operations, false);
    }

    /** The process dies in the operation after {@code operations} others. A file that it was writing is half there. */
    static FaultyDisk crashingAfter(int operations) {
        return new FaultyDisk(operations, true);
    }

    /** Whether the operation has come. */
    boolean hasFailed() {
        return failed;
    }

    private <T> T count(Supplier<T> operation) {
        if (crash && failed || left-- == 0) {
            failed = true;
            throw ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, "use", "disk", "No space left on device");
        }
        return operation.get();
    }

    private void run(Runnable operation) {
        count(() -> {
            operation.run();
            return true;
        });
    }

    @Override
    public void makeDirectory(Path directory) {
        run(() -> disk.makeDirectory(directory));
    }

    @Override
    public void makeDirectories(Path directory) {
        run(() -> disk.makeDirectories(directory));
    }

    @Override
    public void create(Path file, String content) {
        if (crash && left == 0 && !failed) {
            disk.create(file, content.substring(0, content.length() / 2));
        }
        run(() -> disk.create(file, content));
    }

    @Override
    public void replace(Path file, String content) {
        run(() -> disk.replace(file, content));
    }

    @Override
    public boolean move(Path from, Path to) {
        return count(() -> disk.move(from, to));
    }

    @Override
    public void remove(Path path) {
        run(() -> disk.remove(path));
    }

    @Override
    public Optional<String> read(Path file) {
        return count(() -> disk.read(file));
    }

    @Override
    public boolean exists(Path path) {
        return count(() -> disk.exists(path));
    }

    @Override
    public void touch(Path file) {
        run(() -> disk.touch(file));
    }

    @Override
    public Optional<Instant> modified(Path file) {
        return count(() -> disk.modified(file));
    }

    @Override
    public List<String> list(Path directory) {
        return count(() -> disk.list(directory));
    }
}
