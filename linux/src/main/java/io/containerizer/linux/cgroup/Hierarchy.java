package io.containerizer.linux.cgroup;

import java.nio.file.Path;
import java.util.Set;

/**
 * One mounted cgroup file system.
 *
 * @param unified version 2; otherwise one of version 1's hierarchies
 * @param controllers those it controls
 */
public record Hierarchy(Path mountPoint, boolean unified, Set<String> controllers) {
    public Hierarchy {
        controllers = Set.copyOf(controllers);
    }
}
