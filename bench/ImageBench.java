import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The benchmark {@code image}: fetching and unpacking an image from a registry on loopback, beside skopeo with umoci and
 * beside podman, whole processes each; then one more container of it, beside a bare overlay. Started by bin/bench, which
 * also makes the registry and takes all away.
 */
public final class ImageBench {

    private static final String USAGE = "usage: bin/bench image [--format=text|json] [--runs N]";
    private static final double MOST_OF_THE_FASTEST = 0.769; // 1 / 1.3

    /** Milliseconds. */
    private record Sample(double wall, double cpu) {}

    /**
     * @param program that must be there
     * @param line what is timed; {@code $W} is an empty directory, {@code $I} the image's reference
     * @param cleanup run when it is over: some leave mounts behind
     */
    private record Contestant(String key, String program, String line, String cleanup) {}

    private final Path work;
    private final Map<String, String> environment;
    private final Report report;

    private ImageBench(Path root, String reference, Path work, Report report) {
        this.work = work;
        this.environment = Map.of("I", reference, "W", work.resolve("one").toString(), "ROOT", root.toString());
        this.report = report;
    }

    private static final List<Contestant> CONTESTANTS = List.of(
            new Contestant(
                    "containerizer", "bash", "\"$ROOT\"/bin/containerizer pull --docker_store_dir=\"$W\" \"$I\"", ":"),
            new Contestant(
                    "skopeo_umoci",
                    "umoci",
                    "skopeo copy -q --src-tls-verify=false docker://\"$I\" oci:\"$W\"/layout:base"
                            + " && umoci unpack --image \"$W\"/layout:base \"$W\"/bundle",
                    ":"),
            new Contestant(
                    "podman",
                    "podman",
                    "podman --root \"$W\"/storage --runroot \"$W\"/run --storage-driver overlay"
                            + " pull -q --tls-verify=false \"$I\"",
                    "podman --root \"$W\"/storage --runroot \"$W\"/run --storage-driver overlay rmi -af;"
                            + " umount \"$W\"/storage/overlay 2>/dev/null; :"));

    /** @param args root of the checkout, reference of the image, an empty directory, program of overlay.c, then options */
    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = 10;
        boolean json = false;
        try {
            List<String> words = Bench.words(args, 4);
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i);
                String value = Bench.value(words, i);
                switch (name) {
                    case "--runs" -> runs = Bench.number(name, value, 1);
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
        Path work = Path.of(args[2]);
        Report report = new Report(Host.describe() + ", " + Files.getFileStore(work).type());
        double before = Host.load();
        ImageBench bench = new ImageBench(Path.of(args[0]), args[1], work, report);
        bench.run(runs);
        System.err.println("bench: provision");
        bench.pullIntoStore();
        new ProvisionBench(work, args[1], report).run(Path.of(args[3]));
        if (Math.max(before, Host.load()) > 0.5 + Runtime.getRuntime().availableProcessors() / 2.0) {
            report.note("other work kept this machine busy (load average " + before
                    + " before): the times are too long, their ratios hold roughly");
        }
        System.out.print(json ? report.json() : report.forPeople());
    }

    private void run(int runs) throws IOException, InterruptedException {
        List<Contestant> present = new ArrayList<>();
        for (Contestant contestant : CONTESTANTS) {
            if (shell("command -v " + contestant.program()).isEmpty()) {
                report.missing(contestant.key() + "_pull_ms", contestant.program() + " is not installed");
            } else {
                present.add(contestant);
            }
        }
        System.err.println("bench: pull");
        Map<Contestant, List<Sample>> samples = new LinkedHashMap<>();
        present.forEach(c -> samples.put(c, new ArrayList<>()));
        for (int run = -1; run < runs; run++) { // the first only warms the disk's caches
            for (Contestant contestant : present) {
                Sample sample = time(contestant);
                if (run >= 0) {
                    samples.get(contestant).add(sample);
                }
            }
        }
        report.section("pull and unpack (ms)");
        samples.forEach((c, list) -> {
            report.times(c.key() + "_pull_ms", list.stream().mapToDouble(Sample::wall).toArray());
            report.times(c.key() + "_pull_cpu_ms", list.stream().mapToDouble(Sample::cpu).toArray());
        });
        report.heading("in relation");
        for (Contestant peer : present) {
            if (peer != CONTESTANTS.getFirst()) {
                report.ratio("pull_to_" + peer.key(), "containerizer_pull_ms", peer.key() + "_pull_ms");
                report.ratio("pull_cpu_to_" + peer.key(), "containerizer_pull_cpu_ms", peer.key() + "_pull_cpu_ms");
            }
        }
        report.heading("limits");
        for (Contestant peer : present) {
            report.limit("pull_to_" + peer.key(), MOST_OF_THE_FASTEST);
        }
    }

    private void pullIntoStore() throws IOException, InterruptedException {
        shell("\"$ROOT\"/bin/containerizer pull --docker_store_dir=\"${W%/*}\"/store \"$I\" 2>&1");
    }

    private Sample time(Contestant contestant) throws IOException, InterruptedException {
        shell("rm -rf --one-file-system \"$W\" && mkdir -p \"$W\"");
        String out = shell(
                "TIMEFORMAT='%3R %3U %3S'; time { " + contestant.line() + " >\"$W\".out 2>&1; }; echo \"ended with $?\"");
        shell(contestant.cleanup());
        String[] lines = out.strip().split("\n");
        if (lines.length != 2 || !lines[1].equals("ended with 0")) {
            throw new IOException(contestant.key() + ": " + out + Files.readString(work.resolve("one.out")));
        }
        String[] times = lines[0].split(" ");
        return new Sample(
                1000 * Double.parseDouble(times[0]),
                1000 * (Double.parseDouble(times[1]) + Double.parseDouble(times[2])));
    }

    private String shell(String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process shell = builder.start();
        shell.getOutputStream().close();
        String out = new String(shell.getInputStream().readAllBytes());
        shell.waitFor();
        return out;
    }
}
