package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tells whether what this process writes goes to systemd's journal. */
public final class Journal {

    private static final String STREAM = "JOURNAL_STREAM";

    private Journal() {}

    /**
     * Whether standard error is the stream that the variable {@code JOURNAL_STREAM} names by device and inode: it is
     * inherited, and stderr may have been redirected since.
     */
    public static boolean isStandardError(Map<String, String> environment) {
        String stream = environment.get(STREAM);
        return stream != null && stream.equals(identity(Path.of("/proc/self/fd/2")));
    }

    private static String identity(Path file) {
        try {
            Map<String, Object> facts = Files.readAttributes(file, "unix:dev,ino");
            return facts.get("dev") + ":" + facts.get("ino");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
