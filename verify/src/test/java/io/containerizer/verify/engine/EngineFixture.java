package io.containerizer.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Termination;
import io.containerizer.checkpoint.Layout;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import io.containerizer.lifecycle.Seams;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.proc.MountInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Directories, a cgroup root and engines of one test; afterwards nothing of them may be left on the machine. */
public final class EngineFixture {

    public static final String ISOLATION = "filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Path top;
    private final String cgroupsRoot = "mesos-test-" + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();
    private final List<Containerizer> engines = new ArrayList<>();

    private EngineFixture() {
        try {
            top = Files.createTempDirectory("engine-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path top() {
        return top;
    }

    public Path workDirectory() {
        return top.resolve("work");
    }

    public Path runtimeDirectory() {
        return top.resolve("run");
    }

    Path sandbox(ContainerId id) {
        return new Layout(runtimeDirectory(), workDirectory()).sandbox(id);
    }

    /** For a second engine that is configured differently. */
    String otherCgroupsRoot() {
        return cgroupsRoot + "-other";
    }

    public Map<String, String> flags(String isolation) {
        Map<String, String> flags = new HashMap<>();
        flags.put("isolation", usable(isolation));
        flags.put("work_dir", workDirectory().toString());
        flags.put("runtime_dir", runtimeDirectory().toString());
        flags.put("cgroups_root", cgroupsRoot);
        return flags;
    }

    /**
     * Without what the kernel cannot do: some have no memory controller on version 1. Tests of a controller itself say
     * so with RequiresCgroup.
     */
    private static String usable(String isolation) {
        Hierarchies host = Hierarchies.ofThisHost();
        List<String> names = List.of(isolation.split(","));
        if (Set.copyOf(names).size() < names.size()) {
            return isolation; // a mistake, and meant
        }
        List<String> usable = names.stream()
                .filter(name -> !name.equals("cgroups/mem")
                        || host.controlling("memory").isPresent())
                .toList();
        if (usable.isEmpty()) {
            throw new TestAbortedException("needs the cgroup controller memory");
        }
        return String.join(",", usable);
    }

    Containerizer engine(String isolation) {
        return engine(flags(isolation));
    }

    Containerizer engine(Map<String, String> flags) {
        Containerizer engine = Containerizer.open(new FlagValues(flags));
        engines.add(engine);
        return engine;
    }

    Containerizer engine(Map<String, String> flags, Seams seams) {
        Containerizer engine = Containerizer.open(new FlagValues(flags), seams);
        engines.add(engine);
        return engine;
    }

    static ContainerSpec.Builder shell(ContainerId id, String line) {
        return ContainerSpec.builder(id, Command.shell(line));
    }

    /** Launches, waits for the end, and gives back what the container wrote to stdout. */
    String run(Containerizer engine, ContainerSpec.Builder spec) {
        ContainerSpec built = spec.build();
        LaunchedContainer launched = engine.launch(built);
        Termination end = within(launched.terminated());
        String out = stdout(built.id());
        assertThat(end.status())
                .as("status; stdout: %s stderr: %s", out, stderr(built.id()))
                .isZero();
        return out;
    }

    String stdout(ContainerId id) {
        return read(sandbox(id).resolve("stdout"));
    }

    String stderr(ContainerId id) {
        return read(sandbox(id).resolve("stderr"));
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Polls until the condition holds: for what other processes do in their own time. */
    public static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never happened: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** A root file system with a static busybox and nothing else. */
    public Path rootfs() {
        Path busybox = Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("needs busybox (Debian: busybox-static)"));
        try {
            Path root = top.resolve("rootfs");
            Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(root.resolve("etc"));
            Files.copy(busybox, root.resolve("bin/busybox"));
            for (String applet :
                    List.of("sh", "cat", "ls", "ps", "mount", "touch", "stat", "id", "tty", "sleep", "dd")) {
                Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
            }
            Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\nalice:x:1234:1235::/:/bin/sh\n");
            Files.writeString(root.resolve("etc/group"), "root:x:0:\nalice:x:1235:\nstaff:x:50:alice\n");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This test's cgroups, in every hierarchy; the roots themselves not counted. */
    public List<Path> cgroups() {
        List<Path> found = new ArrayList<>();
        for (Hierarchy hierarchy : Hierarchies.ofThisHost().all()) {
            Path root = hierarchy.mountPoint().resolve(cgroupsRoot);
            if (Files.isDirectory(root)) {
                found.addAll(directoriesBelow(root));
            }
        }
        return found;
    }

    private static List<Path> directoriesBelow(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> !p.equals(root) && Files.isDirectory(p)).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // removed while it was read
        }
    }

    /** Processes of containers: those whose command line or environment names this test's directories. */
    public List<Long> processes() {
        return processes(false);
    }

    private List<Long> processes(boolean withLauncher) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .filter(p -> {
                    try {
                        Path proc = Path.of("/proc/" + p.pid());
                        String words = Files.readString(proc.resolve("cmdline"));
                        if (words.startsWith("containerizer-launcher") && !withLauncher) {
                            return false;
                        }
                        return words.contains(top.toString())
                                || Files.readString(proc.resolve("environ")).contains(top.toString());
                    } catch (IOException e) {
                        return false;
                    }
                })
                .map(ProcessHandle::pid)
                .toList();
    }

    public void assertNothingLeft() {
        eventually("no cgroup is left: " + cgroups(), () -> cgroups().isEmpty());
        eventually("no process is left: " + processes(), () -> processes().isEmpty());
        assertThat(MountInfo.ofThisProcess().mounts())
                .noneMatch(m -> m.mountPoint().startsWith(top.toString()));
    }

    private void close() throws IOException {
        for (Containerizer engine : engines) {
            try {
                engine.recover();
                engine.destroyAll();
                engine.close();
            } catch (RuntimeException e) {
                System.getLogger("test").log(System.Logger.Level.DEBUG, "closed already", e);
            }
        }
        try {
            assertNothingLeft();
            eventually("the launcher has left", () -> processes(true).isEmpty());
        } finally {
            for (Hierarchy hierarchy : Hierarchies.ofThisHost().all()) {
                Files.deleteIfExists(hierarchy.mountPoint().resolve(cgroupsRoot));
                Files.deleteIfExists(hierarchy.mountPoint().resolve(otherCgroupsRoot()));
            }
            try (Stream<Path> all = Files.walk(top)) {
                all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            }
        }
    }

    /** Gives each test that asks for one a fixture of its own. */
    public static final class Resolver implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace KEY = ExtensionContext.Namespace.create(EngineFixture.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == EngineFixture.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(KEY).computeIfAbsent(EngineFixture.class, k -> new EngineFixture());
        }

        @Override
        public void afterEach(ExtensionContext context) throws IOException {
            EngineFixture fixture = context.getStore(KEY).get(EngineFixture.class, EngineFixture.class);
            if (fixture != null) {
                fixture.close();
            }
        }
    }
}
