import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Overlay;
import io.containerizer.api.RootFileSystem;
import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.image.rootfs.OverlayBackend;
import io.containerizer.linux.syscall.FfmLayerCalls;
import io.containerizer.provision.ImageProvider;
import io.containerizer.provision.Provisioned;
import io.containerizer.provision.Provisioner;
import io.containerizer.provision.SuppliedImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What an engine does for one more container of an image that is here, and the mount of what it made, beside a bare
 * overlay of the same layers: three directories and the mount. An engine stays, so it is measured warm: a number of
 * containers one after the other, then as many mounts of each kind.
 */
final class ProvisionBench {

    private static final int WARMUP = 20_000;
    private static final int RUNS = 500;
    private static final int AT_ONCE = 20;
    private static final double MOST_BARE_MOUNTS = 3;

    private final Path work;
    private final List<ContainerSpec> specs = new ArrayList<>();
    private final Report report;

    ProvisionBench(Path work, String reference, Report report) {
        this.work = work;
        for (int i = 0; i < AT_ONCE; i++) {
            specs.add(ContainerSpec.builder(ContainerId.of("bench" + i), Command.of("true"))
                    .image(new ImageRequest(reference, true))
                    .build());
        }
        this.report = report;
    }

    /** @param program of overlay.c */
    void run(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        FlagValues flags = new FlagValues(
                Map.of("image_providers", "docker", "docker_store_dir", work.resolve("store").toString()));
        try (ImageProvider images = SuppliedImages.of(flags, Set::of);
                Writer asks = process.outputWriter();
                BufferedReader answers = process.inputReader()) {
            Program overlay = new Program(asks, answers);
            Layout layout = new Layout(work.resolve("run"), work.resolve("work"));
            OverlayBackend backend = new OverlayBackend(new FfmLayerCalls());
            Provisioner provisioner = new Provisioner(layout, new RealDisk(), images, () -> backend);
            double[] provision = new double[RUNS];
            double[] ours = new double[RUNS];
            double[] bare = new double[RUNS];
            for (int run = -WARMUP; run < RUNS; run += AT_ONCE) {
                List<Provisioned> made = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    long start = System.nanoTime();
                    made.add(provisioner.provision(specs.get(i), new CompletableFuture<>()));
                    if (run >= 0) {
                        provision[run + i] = (System.nanoTime() - start) / 1e6;
                    }
                }
                if (run >= 0) {
                    for (Provisioned one : made) {
                        RootFileSystem root = one.root().orElseThrow();
                        Overlay tree = root.overlay().orElseThrow();
                        Overlay.Writable own = tree.writable().orElseThrow();
                        overlay.ask("mount " + root.path() + " " + options(tree, own.upper(), own.work()) + ",volatile");
                    }
                    overlay.answer(ours, run);
                    for (int i = 0; i < AT_ONCE; i++) {
                        Overlay tree = made.get(i).root().orElseThrow().overlay().orElseThrow();
                        Path other = Files.createDirectory(work.resolve("bare" + (run + i)));
                        overlay.ask("bare " + other + " " + options(tree, other.resolve("upper"), other.resolve("work")));
                    }
                    overlay.answer(bare, run);
                }
                specs.forEach(spec -> provisioner.remove(spec.id()));
            }
            tell(provision, ours, bare);
        } finally {
            process.destroy();
        }
    }

    /** The program of overlay.c. */
    private record Program(Writer asks, BufferedReader answers) {

        void ask(String line) throws IOException {
            asks.write(line + "\n");
        }

        /** To all that was asked: milliseconds. */
        void answer(double[] times, int from) throws IOException {
            asks.flush();
            for (int i = 0; i < AT_ONCE; i++) {
                String answer = answers.readLine();
                if (answer == null || answer.startsWith("error")) {
                    throw new IOException("the overlay was not mounted: " + answer);
                }
                times[from + i] = Long.parseLong(answer) / 1e6;
            }
        }
    }

    private static String options(Overlay tree, Path upper, Path workDirectory) {
        String lower = tree.layers().reversed().stream().map(Path::toString).collect(Collectors.joining(":"));
        return "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + workDirectory;
    }

    private void tell(double[] provision, double[] ours, double[] bare) {
        double[] all = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            all[i] = provision[i] + ours[i];
        }
        report.section("one more container of the image (ms)");
        report.times("bare_mount_ms", bare);
        report.times("provision_ms", provision);
        report.times("provision_and_mount_ms", all);
        report.heading("in relation");
        report.ratio("provision_to_bare_mount", "provision_and_mount_ms", "bare_mount_ms");
        report.heading("limits");
        report.limit("provision_to_bare_mount", MOST_BARE_MOUNTS);
    }
}
