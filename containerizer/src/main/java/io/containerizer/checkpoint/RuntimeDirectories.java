package io.containerizer.checkpoint;

import java.nio.file.Path;
import java.util.List;

/** Runtime directories of engines that share a work directory, as they are written down there. */
public record RuntimeDirectories(List<Path> directories) {
    public RuntimeDirectories {
        directories = List.copyOf(directories);
    }
}
