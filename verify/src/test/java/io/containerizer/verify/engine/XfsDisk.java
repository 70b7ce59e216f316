package io.containerizer.verify.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The XFS of the lab, with a work directory on it, as the tools of XFS show it. */
final class XfsDisk {

    private static final Path MOUNT_POINT = Path.of("/mnt/xfs");

    private Path workDirectory = MOUNT_POINT;

    void makeWorkDirectory() throws IOException {
        workDirectory = Files.createTempDirectory(MOUNT_POINT, "work");
    }

    Path workDirectory() {
        return workDirectory;
    }

    /** The kernel takes the files off its counts a moment after they are gone. */
    void removeWorkDirectory() {
        sh("rm -rf " + workDirectory);
        EngineFixture.eventually(
                "no file is charged", () -> report("-i").stream().allMatch(line -> line.matches("#\\d+ 0 .*")));
    }

    /** What a shell says, on either stream. */
    static String sh(String line) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", line)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The projects of the default range: {@code #id used soft hard ...}, in kilobytes. */
    List<String> report() {
        return report("-b");
    }

    private static List<String> report(String what) {
        return sh("xfs_quota -x -c 'report -p -a -n -N " + what + " -L 5000 -U 10000' " + MOUNT_POINT)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .toList();
    }

    /** How many files are charged to a project. */
    long files(long project) {
        return report("-i").stream()
                .filter(line -> line.startsWith("#" + project + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    String label(Path path) {
        return sh("xfs_io -r -c stat '" + path + "' | sed -n 's/^fsxattr.projid = //p'")
                .strip();
    }
}
