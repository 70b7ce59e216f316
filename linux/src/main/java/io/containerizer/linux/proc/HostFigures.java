package io.containerizer.linux.proc;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host as a whole has and does.
 *
 * @param load1 the load average of the last minute
 * @param cpus those that are online
 */
public record HostFigures(
        double load1, double load5, double load15, int cpus, long memoryTotalBytes, long memoryFreeBytes) {

    private static final long KILO = 1024;

    public static HostFigures now() {
        return read(Path.of("/"));
    }

    /** @param root stands for {@code /} */
    static HostFigures read(Path root) {
        try {
            String[] load = Files.readString(root.resolve("proc/loadavg")).split(" ");
            String memory = Files.readString(root.resolve("proc/meminfo"));
            String online = Files.readString(root.resolve("sys/devices/system/cpu/online"));
            return new HostFigures(
                    Double.parseDouble(load[0]),
                    Double.parseDouble(load[1]),
                    Double.parseDouble(load[2]),
                    count(online.strip()),
                    field(memory, "MemTotal:"),
                    field(memory, "MemFree:"));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw ContainerizerException.of(
                            ErrorCode.UNUSABLE_HOST, "read", "the figures of the host", String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    /** How many numbers a list such as {@code 0-3,8} has. */
    private static int count(String list) {
        int count = 0;
        for (String part : list.split(",")) {
            String[] ends = part.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }

    private static long field(String memory, String name) {
        return memory.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ")[0])
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * KILO)
                .findFirst()
                .orElseThrow(() -> new NumberFormatException("there is no " + name));
    }
}
