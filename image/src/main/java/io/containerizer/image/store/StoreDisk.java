package io.containerizer.image.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file operations that the store is made of. Each throws {@link io.containerizer.api.ContainerizerException} with
 * CHECKPOINT_FAILED, naming operation, path and reason.
 */
interface StoreDisk {

    /** With its parents, unless it is there; nobody but its owner may look into it. */
    void makePrivateDirectory(Path directory);

    /** One that becomes the root of containers: everybody may look into it. */
    void makeRoot(Path directory);

    /** Puts {@code content} in place of a file at once, and on the medium. */
    void write(Path file, String content);

    /** The same for what means nothing any more when the machine has crashed: it may be lost then. */
    void note(Path file, String content);

    /** Waits until all below a directory is on the medium, with whatever else was written to its file system. */
    void flush(Path directory);

    /** Moves a directory to a place where nothing is. */
    void move(Path from, Path to);

    void link(Path link, Path target);

    /** Empty: there is no such link. */
    Optional<Path> target(Path link);

    /** Removes a file, a link or a whole tree; nothing happens where there is nothing. */
    void remove(Path path);

    Optional<String> read(Path file);

    /** Links followed. */
    boolean exists(Path path);

    /** The names in a directory, sorted; none where there is no directory. */
    List<String> list(Path directory);

    /** Empty: there is no such file. Another state is another content. */
    Optional<FileState> state(Path file);

    void touch(Path file, Instant time);

    /** Makes the file, unless it is there, and waits until nobody else has its lock. */
    Lock lock(Path file);

    /** Empty: somebody has the lock. */
    Optional<Lock> tryLock(Path file);

    Space space(Path directory);

    /** Ends with its process, if nobody closes it before. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Of a file that is only ever replaced by another one.
     *
     * @param key of the file itself, whatever its name
     * @param modified when it was last written or {@link #touch}ed
     */
    record FileState(Object key, long size, Instant modified) {}

    /** Of a file system, in bytes. */
    record Space(long total, long free) {}
}
