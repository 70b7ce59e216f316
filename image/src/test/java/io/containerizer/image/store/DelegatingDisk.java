package io.containerizer.image.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A disk every operation of which goes through {@link #around}. */
abstract class DelegatingDisk implements StoreDisk {

    final StoreDisk disk;

    DelegatingDisk(StoreDisk disk) {
        this.disk = disk;
    }

    abstract <T> T around(Supplier<T> operation);

    /** Of those that change nothing. */
    <T> T look(Supplier<T> operation) {
        return around(operation);
    }

    private void run(Runnable operation) {
        var _ = around(() -> {
            operation.run();
            return true;
        });
    }

    @Override
    public void makePrivateDirectory(Path directory) {
        run(() -> disk.makePrivateDirectory(directory));
    }

    @Override
    public void makeRoot(Path directory) {
        run(() -> disk.makeRoot(directory));
    }

    @Override
    public void write(Path file, String content) {
        run(() -> disk.write(file, content));
    }

    @Override
    public void note(Path file, String content) {
        run(() -> disk.note(file, content));
    }

    @Override
    public void flush(Path directory) {
        run(() -> disk.flush(directory));
    }

    @Override
    public void move(Path from, Path to) {
        run(() -> disk.move(from, to));
    }

    @Override
    public void link(Path link, Path target) {
        run(() -> disk.link(link, target));
    }

    @Override
    public Optional<Path> target(Path link) {
        return look(() -> disk.target(link));
    }

    @Override
    public void remove(Path path) {
        run(() -> disk.remove(path));
    }

    @Override
    public Optional<String> read(Path file) {
        return look(() -> disk.read(file));
    }

    @Override
    public boolean exists(Path path) {
        return look(() -> disk.exists(path));
    }

    @Override
    public List<String> list(Path directory) {
        return look(() -> disk.list(directory));
    }

    @Override
    public Optional<FileState> state(Path file) {
        return look(() -> disk.state(file));
    }

    @Override
    public void touch(Path file, Instant time) {
        run(() -> disk.touch(file, time));
    }

    @Override
    public Lock lock(Path file) {
        return around(() -> disk.lock(file));
    }

    @Override
    public Optional<Lock> tryLock(Path file) {
        return around(() -> disk.tryLock(file));
    }

    @Override
    public Space space(Path directory) {
        return look(() -> disk.space(directory));
    }
}
