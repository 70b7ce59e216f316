package io.containerizer.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A tree that becomes the root of a container, or a volume in one.
 *
 * @param path a directory of the host: the tree itself, or where the overlay is mounted, which only the container's mount
 *     namespace shows
 * @param overlay what it is put together of; absent: it is there already
 * @param readOnly nothing in it can be changed
 */
public record RootFileSystem(Path path, Optional<Overlay> overlay, boolean readOnly) {

    /** A directory as it is. */
    public static RootFileSystem of(Path directory) {
        return new RootFileSystem(directory, Optional.empty(), false);
    }

    public Optional<Overlay.Writable> writable() {
        return overlay.flatMap(Overlay::writable);
    }
}
