package io.containerizer.image.rootfs;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Makes directories of a root file system. */
final class Directories {

    private static final String WANTED = "unix:mode,uid,gid";

    private Directories() {}

    static Path make(Path directory) {
        try {
            return Files.createDirectory(directory);
        } catch (IOException e) {
            throw failure("make directory", directory, e);
        }
    }

    /** Gives a directory the mode and owner of another one, to which a link may lead. */
    static void copyPermissions(Path from, Path to) {
        try {
            Map<String, Object> wanted = Files.readAttributes(from, WANTED);
            Map<String, Object> present = Files.readAttributes(to, WANTED, LinkOption.NOFOLLOW_LINKS);
            for (String name : new String[] {"uid", "gid", "mode"}) { // in this order: a new owner takes setgid away
                Object value = wanted.get(name);
                if (value != null && !value.equals(present.get(name))) {
                    Files.setAttribute(to, "unix:" + name, value, LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException e) {
            throw failure("copy the permissions of " + from + " to", to, e);
        }
    }

    /** Without the link that leads to it. */
    static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw failure("use directory", directory, e);
        }
    }

    private static ContainerizerException failure(String step, Path subject, IOException e) {
        return ContainerizerException.of(
                        ErrorCode.LAUNCH_FAILED, step, subject.toString(), String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
