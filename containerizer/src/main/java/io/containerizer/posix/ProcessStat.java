package io.containerizer.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux tells of a process in one line; elsewhere there is none.
 *
 * @param state one letter; {@code Z}: it has ended and waits for its parent
 * @param userTicks time used, 100 a second
 * @param systemTicks the same in the kernel
 * @param start ticks since boot
 * @param residentPages pages of 4096 bytes
 */
public record ProcessStat(char state, long userTicks, long systemTicks, long start, long residentPages) {

    /** What is told of a process that lives. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            return Optional.of(parse(
                    new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The second field, the name, may contain anything, so fields are counted from the third. */
    static ProcessStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessStat(
                fields[0].charAt(0),
                Long.parseLong(fields[11]),
                Long.parseLong(fields[12]),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[21]));
    }
}
