package io.containerizer.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What system this is, asked without touching it. */
public final class Platform {

    private Platform() {}

    public static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name").equals("root");
        }
    }
}
