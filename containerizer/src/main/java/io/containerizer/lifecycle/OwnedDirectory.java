package io.containerizer.lifecycle;

import io.containerizer.api.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for what a container stores: only its owner and group may look into it. */
final class OwnedDirectory {

    private OwnedDirectory() {}

    /** Its parent must exist. */
    static void make(Path directory, Identity owner) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        if (owner.uid() != 0 && Platform.isRoot()) {
            Files.setAttribute(directory, "unix:uid", owner.uid());
            Files.setAttribute(directory, "unix:gid", owner.gid());
        }
    }
}
