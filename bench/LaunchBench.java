import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The engine as a contestant, embedded in a process that stays: {@code LaunchBench CGROUPS_ROOT WORK_DIR RUNTIME_DIR
 * COMMAND [ISOLATION]}. It speaks the line protocol of worker.h; times are nanoseconds.
 *
 * <pre>
 * run N GAP_MS        for each launch: until its exit is known, until nothing is left of it
 * burst K             K at once, a thread each: until the last exit is known, until nothing is left
 * hold K WORD...      starts K containers that stay: time until the last runs, then the pids of their inits
 * release             destroys them all: time until nothing is left
 * heap                bytes in use after a collection
 * size                bytes of the file config of a container
 * </pre>
 */
public final class LaunchBench {

    private static final String ISOLATION = "filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem";
    private static final Resources RESOURCES = new Resources(1, Bytes.megabytes(64), Bytes.ZERO);

    private final Containerizer engine;
    private final Path runtimeDirectory;
    private final Command command;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<LaunchedContainer> held = new ArrayList<>();
    private long number;

    private LaunchBench(Containerizer engine, Path runtimeDirectory, Command command) {
        this.engine = engine;
        this.runtimeDirectory = runtimeDirectory;
        this.command = command;
    }

    public static void main(String[] args) throws IOException {
        Map<String, String> flags =
                Map.of("isolation", args.length > 4 ? args[4] : ISOLATION, "cgroups_root", args[0], "work_dir", args[1], "runtime_dir", args[2]);
        try (Containerizer engine = Containerizer.open(new FlagValues(flags))) {
            new LaunchBench(engine, Path.of(args[2]), Command.of(args[3])).serve();
            engine.destroyAll();
        }
        System.exit(0); // threads of the engine's may still be parked
    }

    private void serve() throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = requests.readLine()) != null; ) {
            String answer;
            try {
                answer = answer(line.split(" "));
            } catch (Exception e) {
                e.printStackTrace();
                answer = "error " + String.valueOf(e).replace('\n', ' ');
            }
            System.out.println(answer);
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "run" -> run(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "burst" -> burst(Integer.parseInt(words[1]));
            case "hold" -> hold(Integer.parseInt(words[1]), Arrays.copyOfRange(words, 2, words.length));
            case "release" -> release();
            case "heap" -> Long.toString(heap());
            case "size" -> size();
            default -> throw new IllegalArgumentException("unknown request " + words[0]);
        };
    }

    private ContainerSpec spec(Command what) {
        return ContainerSpec.builder(ContainerId.of("e" + number++), what)
                .resources(RESOURCES)
                .keep(false)
                .build();
    }

    private String run(int count, int gapMillis) throws InterruptedException {
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (gapMillis > 0) {
                Thread.sleep(gapMillis);
            }
            ContainerSpec spec = spec(command);
            long from = System.nanoTime();
            LaunchedContainer container = engine.launch(spec);
            int status = container.exited().join().status();
            long exited = System.nanoTime();
            container.terminated().join();
            long terminated = System.nanoTime();
            check(spec, status);
            times.append(exited - from).append(' ').append(terminated - from).append(' ');
        }
        return times.toString();
    }

    private static void check(ContainerSpec spec, int status) {
        if (status != 0) {
            throw new IllegalStateException(spec.id() + " ended with status " + status);
        }
    }

    private String burst(int count) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<LaunchedContainer>> exits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ContainerSpec spec = spec(command);
            exits.add(threads.submit(() -> {
                start.await();
                LaunchedContainer container = engine.launch(spec);
                check(spec, container.exited().join().status());
                return container;
            }));
        }
        Thread.sleep(20); // all of them at the latch
        long from = System.nanoTime();
        start.countDown();
        List<LaunchedContainer> containers = new ArrayList<>();
        for (Future<LaunchedContainer> exit : exits) {
            containers.add(exit.get());
        }
        long exited = System.nanoTime();
        containers.forEach(c -> c.terminated().join());
        return (exited - from) + " " + (System.nanoTime() - from);
    }

    private String hold(int count, String[] words) throws Exception {
        long from = System.nanoTime();
        List<Future<LaunchedContainer>> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ContainerSpec spec = spec(Command.of(words));
            starts.add(threads.submit(() -> engine.launch(spec)));
        }
        for (Future<LaunchedContainer> start : starts) {
            held.add(start.get());
        }
        StringBuilder answer = new StringBuilder().append(System.nanoTime() - from);
        held.forEach(c -> answer.append(' ').append(c.pid()));
        return answer.toString();
    }

    private String release() {
        long from = System.nanoTime();
        engine.destroyAll();
        held.forEach(c -> c.terminated().join());
        held.clear();
        return Long.toString(System.nanoTime() - from);
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private String size() throws IOException {
        ContainerSpec spec = spec(Command.of("/bin/sleep", "1000"));
        LaunchedContainer container = engine.launch(spec);
        Path directory =
                runtimeDirectory.resolve("containers").resolve(spec.id().toString());
        try {
            return Long.toString(Files.size(directory.resolve("config")));
        } finally {
            engine.destroy(spec.id()).join();
            container.terminated().join();
        }
    }
}
