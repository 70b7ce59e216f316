import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the benchmark reads from the machine it runs on. */
final class Host {

    private static final Path PROC = Path.of("/proc");

    private Host() {}

    static String describe() {
        return read(PROC.resolve("cpuinfo"))
                        .lines()
                        .filter(l -> l.startsWith("model name"))
                        .map(l -> l.substring(l.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"))
                + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + memoryKb("MemTotal") / 1024 + " MB, Linux " + System.getProperty("os.version") + ", " + cgroups();
    }

    static double load() {
        return Double.parseDouble(read(PROC.resolve("loadavg")).split(" ")[0]);
    }

    private static String cgroups() {
        boolean one = mounts().stream().anyMatch(m -> m[2].equals("cgroup"));
        boolean two = mounts().stream().anyMatch(m -> m[2].equals("cgroup2"));
        return "cgroup " + (one ? two ? "v1 and v2" : "v1" : "v2");
    }

    static long memoryKb(String field) {
        return read(PROC.resolve("meminfo"))
                .lines()
                .filter(l -> l.startsWith(field + ":"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String[]> mounts() {
        return read(PROC.resolve("self/mounts")).lines().map(l -> l.split(" ")).toList();
    }

    private static Stream<Path> cgroupRoots(String root) {
        return mounts().stream()
                .filter(m -> m[2].startsWith("cgroup"))
                .map(m -> Path.of(m[1], root))
                .filter(Files::isDirectory);
    }

    /** Memory that a process shares with no other. */
    static Optional<Double> privateKb(long pid) {
        String rollup = read(PROC.resolve(pid + "/smaps_rollup"));
        return rollup.isEmpty()
                ? Optional.empty()
                : Optional.of(rollup.lines()
                        .filter(l -> l.startsWith("Private_"))
                        .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")))
                        .sum());
    }

    static double residentKb(long pid) {
        return read(PROC.resolve(pid + "/status"))
                .lines()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** User's and system's, of all threads. */
    static double cpuMillis(long pid) {
        String stat = read(PROC.resolve(pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    }

    static List<Long> children(long pid) {
        return Arrays.stream(read(PROC.resolve(pid + "/task/" + pid + "/children"))
                        .strip()
                        .split(" "))
                .filter(w -> !w.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** The resident launchers of a runtime directory, and the inits that are their children. */
    static List<Long> launched(Path runtime) {
        List<Long> all = new ArrayList<>();
        for (Path process : list(PROC)) {
            if (process.getFileName().toString().matches("[0-9]+")
                    && read(process.resolve("cmdline")).startsWith("containerizer-launcher")
                    && read(process.resolve("cmdline")).contains(runtime + "/")) {
                long launcher = Long.parseLong(process.getFileName().toString());
                all.add(launcher);
                all.addAll(children(launcher));
            }
        }
        return all;
    }

    /** What the memory cgroup of a process' container is charged, in kB. */
    static Optional<Double> chargedKb(long pid) {
        for (String line : read(PROC.resolve(pid + "/cgroup")).lines().toList()) {
            String[] parts = line.split(":", 3);
            boolean one = List.of(parts[1].split(",")).contains("memory");
            boolean two = line.startsWith("0::")
                    && mounts().stream().noneMatch(m -> m[2].equals("cgroup") && m[3].contains("memory"));
            for (String[] mount : mounts()) {
                if (one
                        && mount[2].equals("cgroup")
                        && List.of(mount[3].split(",")).contains("memory")) {
                    return kilobytes(Path.of(mount[1] + parts[2], "memory.usage_in_bytes"));
                }
                if (two && mount[2].equals("cgroup2")) {
                    return kilobytes(Path.of(mount[1] + parts[2].replaceFirst("/leaf$", ""), "memory.current"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> kilobytes(Path file) {
        String text = read(file).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text) / 1024.0);
    }

    /** All that containers below a cgroup root and two directories have left behind, one line each. */
    static List<String> leftovers(String root, Path work, Path runtime) {
        List<String> left = new ArrayList<>();
        for (Path process : list(PROC)) {
            if (process.getFileName().toString().matches("[0-9]+")
                    && read(process.resolve("cgroup")).contains("/" + root + "/")) {
                left.add("process " + process.getFileName());
            }
        }
        cgroupRoots(root)
                .flatMap(r -> list(r).stream())
                .filter(Files::isDirectory)
                .forEach(d -> left.add("cgroup " + d));
        mounts().stream()
                .filter(m -> m[1].startsWith(work + "/") || m[1].startsWith(runtime + "/"))
                .forEach(m -> left.add("mount " + m[1]));
        for (Path directory :
                List.of(work.resolve("containers"), runtime.resolve("containers"), runtime.resolve("staging"))) {
            list(directory).forEach(f -> left.add("file " + f));
        }
        return left;
    }

    /** Processes with a path below a directory on their command line; those just ending get a second for it. */
    static List<String> processesNaming(Path directory) {
        List<String> found = List.of();
        for (int tries = 0; tries < 20; tries++) {
            found = list(PROC).stream()
                    .filter(p -> read(p.resolve("cmdline")).contains(directory + "/"))
                    .map(p -> "process " + p.getFileName())
                    .toList();
            if (found.isEmpty()) {
                break;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return found;
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Nothing where there is no such file, as for a process that has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
