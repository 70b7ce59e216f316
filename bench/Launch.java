import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of the benchmark. Contestants take turns in small blocks: what disturbs the machine disturbs all. */
final class Launch {

    private static final int BLOCK = 5;
    private static final int ISOLATION_MILLIS = 100;
    private static final int AT_ONCE = 50;
    private static final int MOUNTS = 2000;
    private static final int THOUSAND = 1000;
    private static final double MILLION = 1e6;
    private static final String[] SMALL_HEAP = {"-Xmx256m"};
    private static final List<String> HOST = List.of();

    private final Bench.Setup setup;
    private final Contestants contestants;
    private final Report report;
    private Optional<Worker> floor = Optional.empty();
    private Optional<Worker> engine = Optional.empty();
    private Optional<Worker> commands = Optional.empty();

    Launch(Bench.Setup setup, Contestants contestants, Report report) {
        this.setup = setup;
        this.contestants = contestants;
        this.report = report;
    }

    /** Something that can be timed. Each of its answers is as many times as it has keys. */
    private record Timed(List<String> keys, Worker worker, List<Object> request) {}

    void run(String part) throws IOException {
        switch (part) {
            case "back" -> inTurns("back to back, ms", "", 0);
            case "isolated" -> inTurns("one per " + ISOLATION_MILLIS + " ms, ms", "_isolated", ISOLATION_MILLIS);
            case "at_once" -> atOnce();
            case "heap" -> heap();
            case "mounts" -> mounts();
            case "memory" -> memory();
            case "cold" -> cold();
            case "thousand" -> thousand();
            default -> throw new IllegalArgumentException(part);
        }
    }

    private Worker floor() throws IOException {
        if (floor.isEmpty()) {
            floor = Optional.of(contestants.floor(HOST, Optional.empty()));
            floor.get().ask("run", 20, 0, 0);
        }
        return floor.get();
    }

    private Worker engine() throws IOException {
        if (engine.isEmpty()) {
            engine = Optional.of(contestants.engine(HOST, SMALL_HEAP));
            floor().ask("size", engine.get().ask("size")[0]);
        }
        return engine.get();
    }

    private Worker commands() throws IOException {
        if (commands.isEmpty()) {
            commands = Optional.of(contestants.commands("hide-cgroup2"));
        }
        return commands.get();
    }

    private void inTurns(String title, String suffix, int gap) throws IOException {
        List<Timed> all = new ArrayList<>();
        Worker warm = engine(); // before the floor is asked: it tells it a size
        all.add(new Timed(keys(suffix, "floor_exit", "floor"), floor(), List.of("run", BLOCK, gap, 0)));
        all.add(new Timed(keys(suffix, "floor_files_exit", "floor_files"), floor(), List.of("run", BLOCK, gap, 1)));
        all.add(new Timed(keys(suffix, "containerizer", "containerizer_terminated"), warm, List.of("run", BLOCK, gap)));
        for (String program : List.of("crun", "runc")) {
            command(program, "run " + BLOCK + " " + gap, keys(suffix, program)).ifPresent(all::add);
        }
        report.section(title);
        measure(all, (setup.runs() + BLOCK - 1) / BLOCK);
        report.ratio("ratio" + suffix, "containerizer" + suffix + "_ms", "floor" + suffix + "_ms");
        report.ratio("ratio_exit" + suffix, "containerizer" + suffix + "_ms", "floor_exit" + suffix + "_ms");
        report.ratio("ratio_files" + suffix, "containerizer" + suffix + "_ms", "floor_files_exit" + suffix + "_ms");
        report.ratio(
                "ratio_terminated" + suffix,
                "containerizer_terminated" + suffix + "_ms",
                "floor_files" + suffix + "_ms");
    }

    private static List<String> keys(String suffix, String... names) {
        return Arrays.stream(names).map(n -> n + suffix + "_ms").toList();
    }

    private Optional<Timed> command(String program, String request, List<String> keys) throws IOException {
        Optional<Object[]> words = contestants.bundle(program);
        if (words.isEmpty()) {
            keys.forEach(report::missing);
            report.note(program + " is not installed (Debian: apt-get install " + program + ")");
            return Optional.empty();
        }
        List<Object> all = new ArrayList<>(Arrays.asList((Object[]) request.split(" ")));
        all.addAll(List.of(words.get()));
        return Optional.of(new Timed(keys, commands(), all));
    }

    /** The same request to one after the other, many times; the first round only warms up. */
    private void measure(List<Timed> all, int rounds) throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        all.forEach(t -> t.keys().forEach(k -> times.put(k, new ArrayList<>())));
        for (int round = -1; round < rounds; round++) {
            for (Timed timed : all) {
                long[] answer = timed.worker().ask(timed.request().toArray());
                for (int i = 0; i < answer.length && round >= 0; i++) {
                    times.get(timed.keys().get(i % timed.keys().size())).add(answer[i] / MILLION);
                }
            }
        }
        times.forEach((key, list) -> report.times(
                key,
                list.stream()
                        .limit(Math.max(setup.runs(), rounds))
                        .mapToDouble(d -> d)
                        .toArray()));
    }

    private void atOnce() throws IOException {
        String suffix = "_" + AT_ONCE;
        List<Timed> all = new ArrayList<>();
        Worker warm = engine();
        all.add(new Timed(keys(suffix, "floor", "floor_removed"), floor(), List.of("burst", AT_ONCE, 0)));
        all.add(new Timed(keys(suffix, "floor_files", "floor_files_removed"), floor(), List.of("burst", AT_ONCE, 1)));
        all.add(new Timed(keys(suffix, "containerizer", "containerizer_terminated"), warm, List.of("burst", AT_ONCE)));
        for (String program : List.of("crun", "runc")) {
            command(program, "burst " + AT_ONCE, keys(suffix, program)).ifPresent(all::add);
        }
        report.section(AT_ONCE + " at once, ms until all have ended");
        measure(all, Math.max(1, setup.runs() / 5));
        report.ratio("ratio_50", "containerizer_50_ms", "floor_50_ms");
        report.ratio("ratio_files_50", "containerizer_50_ms", "floor_files_50_ms");
    }

    /** A launch must not depend on how much memory the engine's process has. */
    private void heap() throws IOException {
        report.section("with a heap of 4 GB, all of it touched, ms");
        if (Host.memoryKb("MemAvailable") < 6L << 20) {
            report.missing("containerizer_4g_ms", "needs 6 GB of free memory");
            return;
        }
        try (Worker large = contestants.engine(HOST, "-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch")) {
            List<Object> request = List.of("run", BLOCK, 0);
            measure(
                    List.of(
                            new Timed(
                                    keys("", "containerizer_256m", "containerizer_256m_terminated"), engine(), request),
                            new Timed(keys("", "containerizer_4g", "containerizer_4g_terminated"), large, request)),
                    (setup.runs() + BLOCK - 1) / BLOCK);
            report.ratio("ratio_4g", "containerizer_4g_ms", "containerizer_256m_ms");
        }
    }

    /**
     * Nor on how many mounts the host has. The floor takes them out of its mount namespace, as is best; "copied" is one
     * that does not know better.
     */
    private void mounts() throws IOException {
        report.section("with " + MOUNTS + " mounts on the host, ms");
        Path directory = Files.createDirectories(setup.runtime().resolve("mounts"));
        List<String> wrapper =
                List.of(setup.programs().resolve("mounts").toString(), Integer.toString(MOUNTS), directory.toString());
        try (Worker slim = contestants.floor(wrapper, Optional.of(directory));
                Worker copied = contestants.floor(wrapper, Optional.empty());
                Worker many = contestants.engine(wrapper, SMALL_HEAP)) {
            measure(
                    List.of(
                            new Timed(keys("_few_mounts", "floor_exit", "floor"), floor(), List.of("run", BLOCK, 0, 0)),
                            new Timed(keys("_2000_mounts", "floor_exit", "floor"), slim, List.of("run", BLOCK, 0, 0)),
                            new Timed(
                                    keys("_2000_mounts_copied", "floor_exit", "floor"),
                                    copied,
                                    List.of("run", BLOCK, 0, 0)),
                            new Timed(
                                    keys("_few_mounts", "containerizer", "containerizer_terminated"),
                                    engine(),
                                    List.of("run", BLOCK, 0)),
                            new Timed(
                                    keys("_2000_mounts", "containerizer", "containerizer_terminated"),
                                    many,
                                    List.of("run", BLOCK, 0))),
                    (setup.runs() + BLOCK - 1) / BLOCK);
        }
        report.ratio("ratio_mounts", "containerizer_2000_mounts_ms", "containerizer_few_mounts_ms");
    }

    /**
     * What a running container costs beside its command. init_private_kb: the init's pages that no other process maps.
     * The rest is kernel memory: page tables, stack, namespaces, mounts. It is estimated from what the container's
     * memory cgroup is charged, in two ways. container_charged_kb leaves out only the private pages of the command, so
     * it still has the command's own kernel memory in it. init_charged_kb leaves out all that the same command is
     * charged alone in a memory cgroup, started by vfork as an init does. What is charged while a process is made
     * belongs to the process that makes it, here the launcher, and is in neither.
     */
    private void memory() throws IOException {
        report.section("memory for each running container, kB");
        String pause = setup.programs().resolve("pause").toString();
        double[] alone = doubles(floor().ask("alone", AT_ONCE, pause));
        double aloneCharged = Report.quantile(every(alone, 0), 0.5) / 1024;
        long[] answer = engine().ask("hold", AT_ONCE, pause);
        List<Double> initPrivate = new ArrayList<>();
        List<Double> charged = new ArrayList<>();
        List<Double> commandPrivate = new ArrayList<>();
        for (int i = 1; i < answer.length; i++) {
            Host.privateKb(answer[i]).ifPresent(initPrivate::add);
            Host.chargedKb(answer[i]).ifPresent(charged::add);
            Host.children(answer[i]).stream()
                    .map(Host::privateKb)
                    .flatMap(Optional::stream)
                    .forEach(commandPrivate::add);
        }
        engine().ask("release");
        medianOr("init_private_kb", initPrivate);
        medianOr("command_private_kb", commandPrivate);
        medianOr("container_total_kb", charged);
        report.value("command_alone_kb", aloneCharged);
        if (!charged.isEmpty()) {
            double total = median(charged);
            report.value("init_charged_kb", total - aloneCharged);
            if (!commandPrivate.isEmpty()) {
                report.value("container_charged_kb", total - median(commandPrivate));
            }
        }
    }

    private void medianOr(String key, List<Double> values) {
        if (values.isEmpty()) {
            report.missing(key, "the kernel does not say");
        } else {
            report.value(key, median(values));
        }
    }

    private static double median(List<Double> values) {
        return Report.quantile(values.stream().mapToDouble(d -> d).toArray(), 0.5);
    }

    private static double[] doubles(long[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double[] every(double[] pairs, int which) {
        double[] half = new double[pairs.length / 2];
        Arrays.setAll(half, i -> pairs[2 * i + which]);
        return half;
    }

    /** The whole command, process and all, once built. */
    private void cold() throws IOException {
        report.section("the command bin/containerizer run, ms");
        Path program = setup.root().resolve("bin/containerizer");
        if (!Files.isDirectory(setup.root().resolve("cli/src/main"))) {
            report.missing("cold_run_ms", "there is no command line program yet");
            return;
        }
        String[] words = {
            program.toString(),
            "run",
            "--isolation=filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem",
            "--cgroups_root=" + setup.cgroups() + "/cold",
            "--work_dir=" + contestants.work("cold"),
            "--runtime_dir=" + contestants.runtime("cold"),
            "--cpus=1",
            "--mem=64MB",
            "--",
            contestants.payload().toString()
        };
        try (Worker host = contestants.commands()) {
            List<Object> request = new ArrayList<>(List.of("run", 1, 0));
            request.addAll(List.of(words));
            measure(List.of(new Timed(List.of("cold_run_ms"), host, request)), Math.max(3, setup.runs() / 5));
        } catch (IOException e) {
            report.missing("cold_run_ms", String.valueOf(e.getMessage()));
        }
    }

    /** A thousand that sleep, in an engine with a small heap; then nothing may be left of any. */
    private void thousand() throws IOException {
        report.section(THOUSAND + " containers alive at once");
        List<String> left = new ArrayList<>();
        String name;
        try (Worker small = contestants.coldEngine(HOST, "-Xmx128m")) {
            name = contestants.lastEngine();
            small.ask("run", 100, 0);
            long[] start = small.ask("hold", THOUSAND, "/bin/sleep", "1000");
            long alive = Arrays.stream(start)
                    .skip(1)
                    .filter(pid -> Files.exists(Path.of("/proc", Long.toString(pid))))
                    .count();
            double heap = small.ask("heap")[0] / (double) (1 << 20);
            long[] end = small.ask("release");
            report.value("thousand_alive", alive);
            report.value("thousand_start_s", start[0] / 1e9);
            report.value("thousand_destroy_s", end[0] / 1e9);
            report.value("engine_heap_mb", heap);
            left.addAll(
                    Host.leftovers(setup.cgroups() + "/" + name, contestants.work(name), contestants.runtime(name)));
        }
        left.addAll(Host.processesNaming(contestants.runtime(name))); // its launcher
        report.value("leftovers", left.size());
        left.stream().limit(10).forEach(l -> report.note("left over: " + l));
    }

    /** What was promised. */
    void limits() {
        report.heading("limits");
        report.limit("ratio", 1.5);
        report.limit("ratio_isolated", 1.5);
        report.limit("ratio_50", 1.5);
        report.limit("ratio_4g", 1.2);
        report.limit("ratio_mounts", 1.2);
        report.limit("init_private_kb", 100);
        report.limit("init_charged_kb", 100);
        report.limit("cold_run_ms", 250);
        report.limit("engine_heap_mb", 128);
        report.limit("leftovers", 0);
    }
}
