package io.containerizer.checkpoint;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The few file operations that checkpoints are made of. Each throws {@link io.containerizer.api.ContainerizerException}
 * with CHECKPOINT_FAILED, naming operation, path and reason.
 */
public interface Disk {

    /** Makes a directory; its parents must exist. */
    void makeDirectory(Path directory);

    /** Makes a directory with its parents, unless it is there. */
    void makeDirectories(Path directory);

    /** Makes a file that must not exist, with this content. */
    void create(Path file, String content);

    /** Puts {@code content} in place of a file at once: a reader sees the old or the new, never a part. */
    void replace(Path file, String content);

    /** Moves a directory to a place where nothing is. False: something is. */
    boolean move(Path from, Path to);

    /** Removes a file or a whole tree, links not followed; nothing happens where there is nothing. */
    void remove(Path path);

    Optional<String> read(Path file);

    boolean exists(Path path);

    /** Says that a file was written now; nothing happens where there is none. */
    void touch(Path file);

    /** When a file was last written; nothing where there is none. */
    Optional<Instant> modified(Path file);

    /** The names in a directory, sorted; none where there is no directory. */
    List<String> list(Path directory);
}
