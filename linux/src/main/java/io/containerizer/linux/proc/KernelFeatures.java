package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the running kernel offers. */
public final class KernelFeatures {

    private KernelFeatures() {}

    /** @param name as in /proc/self/ns: mnt, pid, ipc, uts, net, cgroup, user */
    public static boolean hasNamespace(String name) {
        return Files.exists(Path.of("/proc/self/ns", name));
    }

    /** The release, as uname -r prints it. */
    public static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Whether the kernel is at least {@code major.minor}. */
    public static boolean isAtLeast(int major, int minor) {
        String[] parts = release().split("[^0-9]+", 3);
        try {
            int own = Integer.parseInt(parts[0]);
            return own > major || (own == major && Integer.parseInt(parts[1]) >= minor);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }
}
