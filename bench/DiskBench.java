import io.containerizer.linux.syscall.TreeSize;
import io.containerizer.linux.syscall.TreeSize.Place;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The benchmark {@code disk}: how long it takes to learn what a tree of files occupies, beside {@code du -k -s}. Started
 * by bin/bench, which also makes the directory and takes it away.
 */
public final class DiskBench {

    private static final String USAGE = "usage: bin/bench disk [--format=text|json] [--runs N] [--files N]";
    private static final int FILES_PER_DIRECTORY = 100;
    private static final int WARMUP = 10;
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    /** Milliseconds. */
    private record Sample(double wall, double cpu, long bytes) {}

    private interface Contestant {
        Sample measure() throws IOException, InterruptedException;
    }

    private final Path tree;
    private final Report report;
    private final TreeSize size = new TreeSize(Thread::new);

    private DiskBench(Path tree, Report report) {
        this.tree = tree;
        this.report = report;
    }

    /** @param args a directory on a disk, then options */
    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = 20;
        int files = 100_000;
        boolean json = false;
        try {
            List<String> words = Bench.words(args, 1);
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i);
                String value = Bench.value(words, i);
                switch (name) {
                    case "--runs" -> runs = Bench.number(name, value, 1);
                    case "--files" -> files = Bench.number(name, value, 1);
                    case "--format" ->
                        json = Bench.oneOf(name, value, List.of("text", "json")).equals("json");
                    default -> throw new IllegalArgumentException(name + ": there is no such option");
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        Report report = new Report(Host.describe() + ", " + Files.getFileStore(Path.of(args[0])).type());
        DiskBench bench = new DiskBench(Path.of(args[0], "tree"), report);
        double before = Host.load();
        bench.plant(files);
        bench.run(runs, files);
        if (Math.max(before, Host.load()) > 0.5 + Runtime.getRuntime().availableProcessors() / 2.0) {
            report.note("other work kept this machine busy (load average " + before
                    + " before): the times are too long, their ratios hold roughly");
        }
        System.out.print(json ? report.json() : report.forPeople());
    }

    /** Small files in directories of a hundred, as what programs unpack usually is. */
    private void plant(int files) throws IOException {
        System.err.println("bench: making " + files + " files");
        byte[] content = new byte[1000];
        for (int i = 0; i < files; i++) {
            Path directory = tree.resolve("d" + i / FILES_PER_DIRECTORY / FILES_PER_DIRECTORY)
                    .resolve("d" + i / FILES_PER_DIRECTORY);
            if (i % FILES_PER_DIRECTORY == 0) {
                Files.createDirectories(directory);
            }
            Files.write(directory.resolve("file" + i), content);
        }
        report.heading("tree");
        report.value("files", files);
    }

    private void run(int runs, int files) throws IOException, InterruptedException {
        for (int i = 0; i < WARMUP; i++) {
            own();
        }
        System.err.println("bench: warm");
        compare("warm", runs, () -> {});
        System.err.println("bench: cold");
        if (Files.isWritable(DROP_CACHES)) {
            new ProcessBuilder("sync").start().waitFor(); // only what is on the disk can be dropped
            compare("cold", Math.max(3, runs / 4), DiskBench::dropInodes);
            report.note("cold: the kernel was made to forget directory entries and inodes, but no blocks of the disk");
        } else {
            report.missing("cold_containerizer_ms", "needs root, to make the kernel forget");
            report.missing("cold_du_ms", "needs root, to make the kernel forget");
        }
        report.heading("in relation");
        for (String state : List.of("warm", "cold")) {
            report.ratio(state + "_wall_ratio", state + "_containerizer_ms", state + "_du_ms");
            report.ratio(state + "_cpu_ratio", state + "_containerizer_cpu_ms", state + "_du_cpu_ms");
        }
    }

    private static void dropInodes() {
        try {
            Files.writeString(DROP_CACHES, "2");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** By turns, so that what disturbs one disturbs the other. */
    private void compare(String state, int runs, Runnable before) throws IOException, InterruptedException {
        List<Sample> own = new ArrayList<>();
        List<Sample> du = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            before.run();
            own.add(own());
            before.run();
            du.add(du());
            if (own.getLast().bytes() != du.getLast().bytes()) {
                throw new IOException("du says " + du.getLast().bytes() + " bytes, not " + own.getLast().bytes());
            }
        }
        report.section(state + " (ms)");
        times(state + "_containerizer", own);
        times(state + "_du", du);
    }

    private void times(String key, List<Sample> samples) {
        report.times(key + "_ms", samples.stream().mapToDouble(Sample::wall).toArray());
        report.times(key + "_cpu_ms", samples.stream().mapToDouble(Sample::cpu).toArray());
    }

    private Sample own() {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        long bytes = size.bytes(Place.of(tree), List.of());
        return new Sample((System.nanoTime() - start) / 1e6, (cpuNanos() - cpu) / 1e6, bytes);
    }

    /** Of this whole process. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** The shell tells the times of its child, without its own. */
    private Sample du() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time du -k -s \"$0\"", tree.toString())
                .redirectErrorStream(true)
                .start();
        String[] lines = new String(shell.getInputStream().readAllBytes()).split("\n");
        if (shell.waitFor() != 0 || lines.length != 2) {
            throw new IOException("du: " + String.join(" ", lines));
        }
        String[] times = lines[1].split(" ");
        return new Sample(
                1000 * Double.parseDouble(times[0]),
                1000 * (Double.parseDouble(times[1]) + Double.parseDouble(times[2])),
                1024 * Long.parseLong(lines[0].split("\t")[0]));
    }
}
