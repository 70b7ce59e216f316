package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel allows this process. */
public final class ProcessLimits {

    /** What every system allows. */
    private static final int LEAST = 1024;

    private static final String OPEN_FILES = "Max open files";

    private ProcessLimits() {}

    /** How many descriptors this process may have at once. */
    public static int openFiles() {
        try {
            return parse(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return LEAST;
        }
    }

    /** @param limits as the kernel lists them, the soft limit first */
    static int parse(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+")[0])
                .mapToInt(ProcessLimits::number)
                .findFirst()
                .orElse(LEAST);
    }

    private static int number(String soft) {
        try {
            return (int) Math.min(Long.parseLong(soft), Integer.MAX_VALUE);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // unlimited
        }
    }
}
