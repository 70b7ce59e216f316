package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one run of the host from another. */
public final class BootId {

    /** Where the kernel does not tell. */
    private static final String UNKNOWN = "0";

    private BootId() {}

    /** Letters and digits. */
    public static String ofThisHost() {
        return of(Path.of("/proc/sys/kernel/random/boot_id"));
    }

    static String of(Path file) {
        try {
            String id = Files.readString(file).replaceAll("[^0-9A-Za-z]", "");
            return id.isEmpty() ? UNKNOWN : id;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
