package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel tells of the host's load and memory.
 *
 * @param proc where its files are: {@code /proc}
 */
public record HostFigures(Path proc) {

    /** Averages over 1, 5 and 15 minutes. */
    public record Load(double one, double five, double fifteen) {}

    public static HostFigures ofThisHost() {
        return new HostFigures(Path.of("/proc"));
    }

    /** {@code 0.20 0.18 0.12 1/80 11206}. */
    public Optional<Load> load() {
        return line("loadavg", "")
                .map(line -> line.split(" "))
                .filter(words -> words.length >= 3)
                .map(words -> new Load(
                        Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2])));
    }

    /** How many are online, whichever of them this process may use. */
    public Optional<Integer> processors() {
        return lines("stat").map(lines ->
                (int) lines.stream().filter(line -> line.matches("cpu\\d.*")).count());
    }

    public Optional<Long> totalMemory() {
        return memory("MemTotal:");
    }

    public Optional<Long> freeMemory() {
        return memory("MemFree:");
    }

    /** {@code MemTotal:       24591052 kB}; the result in bytes. */
    private Optional<Long> memory(String name) {
        return line("meminfo", name).map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
    }

    private Optional<String> line(String file, String start) {
        return lines(file)
                .flatMap(lines ->
                        lines.stream().filter(line -> line.startsWith(start)).findFirst());
    }

    private Optional<List<String>> lines(String file) {
        try {
            return Optional.of(Files.readAllLines(proc.resolve(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
