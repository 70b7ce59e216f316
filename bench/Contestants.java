import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the processes that are compared, each with directories and cgroups of its own. */
final class Contestants implements AutoCloseable {

    /** Containers that run at once may not share one: it names their cgroup. */
    private static final int BUNDLES = 100;

    private final Bench.Setup setup;
    private final List<Worker> started = new ArrayList<>();
    private final Path payload;
    private long engines;
    private boolean closed;

    Contestants(Bench.Setup setup) {
        this.setup = setup;
        this.payload = setup.programs().resolve("true");
    }

    Path payload() {
        return payload;
    }

    /** @param prefix of mounts that shall not be in its mount namespace */
    Worker floor(List<String> wrapper, Optional<Path> prefix) throws IOException {
        Path work = make(setup.work().resolve("floor"));
        Path runtime = make(setup.runtime().resolve("floor"));
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of(
                setup.programs().resolve("floor").toString(),
                setup.cgroups() + "/floor",
                work.toString(),
                runtime.toString(),
                payload.toString()));
        prefix.ifPresent(p -> words.add(p.toString()));
        return start("floor", words);
    }

    /** The engine in a JVM with these options, warm. */
    Worker engine(List<String> wrapper, String... options) throws IOException {
        return engine(wrapper, List.of(), options);
    }

    /** @param isolation one word, or none for the usual */
    Worker engine(List<String> wrapper, List<String> isolation, String... options) throws IOException {
        Worker engine = coldEngine(wrapper, isolation, options);
        warm(engine);
        return engine;
    }

    void warm(Worker engine) throws IOException {
        if (setup.warmup() > 0) {
            engine.ask("run", setup.warmup() / 2, 0);
            for (int launched = 0; launched < setup.warmup() / 2; launched += 50) {
                engine.ask("burst", 50); // many at once go through other code than one by one
            }
        }
    }

    Worker coldEngine(List<String> wrapper, String... options) throws IOException {
        return coldEngine(wrapper, List.of(), options);
    }

    private Worker coldEngine(List<String> wrapper, List<String> isolation, String... options) throws IOException {
        String name = "e" + engines++;
        List<String> words = new ArrayList<>(wrapper);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(options));
        words.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                setup.classpath(),
                "LaunchBench",
                setup.cgroups() + "/" + name,
                work(name).toString(),
                runtime(name).toString(),
                payload.toString()));
        words.addAll(isolation);
        return start("engine", words);
    }

    /** Of the engine that was started last. */
    String lastEngine() {
        return "e" + (engines - 1);
    }

    Path work(String engine) throws IOException {
        return make(setup.work().resolve(engine));
    }

    Path runtime(String engine) throws IOException {
        return make(setup.runtime().resolve(engine));
    }

    Worker commands(String... words) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(setup.programs().resolve("commands").toString()));
        all.addAll(List.of(words));
        return start("commands", all);
    }

    /** The words of the command that runs our bundle, if the program is installed. */
    Optional<Object[]> bundle(String program) throws IOException {
        boolean there = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/bin", "/sbin").stream()
                .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
        if (!there) {
            return Optional.empty();
        }
        Path bundles = make(setup.work().resolve(program));
        for (int i = 0; i < BUNDLES; i++) {
            Path bundle = bundles.resolve(Integer.toString(i));
            if (Files.notExists(bundle)) {
                Path rootfs = make(bundle.resolve("rootfs")); // one each, because crun makes devices in it
                make(rootfs.resolve("proc"));
                make(rootfs.resolve("dev"));
                Files.copy(payload, rootfs.resolve("true"), StandardCopyOption.COPY_ATTRIBUTES);
                String config = config(setup.cgroups() + "/" + program + "/" + i);
                Files.writeString(bundle.resolve("config.json"), config);
            }
        }
        Path state = make(setup.runtime().resolve(program));
        return Optional.of(new Object[] {program, "--root", state, "run", "--bundle", bundles + "/%m", "t%d"});
    }

    /** What the engine's containers have, as far as it can be said in this form. */
    private static String config(String cgroups) {
        return """
                {
                  "ociVersion": "1.0.0",
                  "process": {"args": ["/true"], "env": ["PATH=/"], "cwd": "/"},
                  "root": {"path": "rootfs"},
                  "mounts": [{"destination": "/proc", "type": "proc", "source": "proc",
                      "options": ["nosuid", "nodev", "noexec"]}],
                  "linux": {
                    "namespaces": [{"type": "pid"}, {"type": "mount"}],
                    "cgroupsPath": "/%s",
                    "resources": {
                      "cpu": {"shares": 1024},
                      "memory": {"limit": 67108864, "reservation": 67108864}
                    }
                  }
                }
                """
                .formatted(cgroups);
    }

    private static Path make(Path directory) throws IOException {
        return Files.createDirectories(directory);
    }

    private synchronized Worker start(String name, List<String> words) throws IOException {
        if (closed) {
            throw new IOException("the benchmark is ending");
        }
        Worker worker = new Worker(name, words);
        started.add(worker);
        return worker;
    }

    /** Also from the shutdown hook. */
    @Override
    public void close() {
        List<Worker> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(started);
            started.clear();
        }
        all.forEach(Worker::close);
    }
}
