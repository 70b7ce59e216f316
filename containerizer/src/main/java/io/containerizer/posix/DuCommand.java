package io.containerizer.posix;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Asks du(1), with nothing that POSIX does not know, and at the lowest priority. */
public final class DuCommand {

    private static final long KILOBYTE = 1024;
    private static final String VANISHED = "No such file or directory";

    private DuCommand() {}

    /**
     * Bytes, a multiple of 1024.
     *
     * @param excluded what does not count: measured apart, since POSIX knows no exclusion
     */
    public static long bytes(Path path, Collection<Path> excluded) {
        long apart = excluded.stream()
                .filter(e -> e.startsWith(path) && Files.exists(e))
                .mapToLong(DuCommand::kilobytes)
                .sum();
        return (kilobytes(path) - apart) * KILOBYTE;
    }

    private static long kilobytes(Path path) {
        ProcessBuilder command = new ProcessBuilder("nice", "-n", "19", "du", "-H", "-k", "-s", path.toString());
        command.environment().put("LC_ALL", "C");
        Process du;
        try {
            du = command.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw failed(path, String.valueOf(e.getMessage())).causedBy(e);
        }
        try {
            return total(path, new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8), du.waitFor());
        } catch (IOException e) {
            throw failed(path, String.valueOf(e.getMessage())).causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(path, "interrupted").causedBy(e);
        } finally {
            du.destroy();
        }
    }

    /** The last line is the number; before it is said what could not be read. */
    static long total(Path path, String output, int code) {
        String total = "";
        for (String line : output.split("\n", -1)) {
            if (line.matches("\\d+\\s.*")) {
                total = line.split("\\s", 2)[0];
            } else if (code != 0 && !line.isEmpty() && !line.endsWith(VANISHED)) {
                throw failed(path, line);
            }
        }
        if (total.isEmpty()) {
            throw failed(path, output.isBlank() ? "du said nothing" : output.strip());
        }
        return Long.parseLong(total);
    }

    private static ContainerizerException failed(Path path, String why) {
        return ContainerizerException.of(ErrorCode.KERNEL, "measure disk usage of", path.toString(), why)
                .withHint("look whether this works: du -k -s " + path);
    }
}
