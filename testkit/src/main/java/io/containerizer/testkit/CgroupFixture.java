package io.containerizer.testkit;

import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.api.LaunchStep.SetCgroup;
import io.containerizer.linux.cgroup.CgroupFiles;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.syscall.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Control groups made of ordinary files, as far as an engine can tell: directories fill themselves, controllers are
 * handed down, processes move and die, and a cgroup with processes or with others below it cannot be removed.
 */
public final class CgroupFixture implements PseudoFiles {

    private static final String PROCS = "cgroup.procs";
    private static final String SUBTREE = "cgroup.subtree_control";
    private static final String CONTROLLERS = "cgroup.controllers";

    private final RecordingSyscalls kernel;
    private final List<Hierarchy> hierarchies;

    private CgroupFixture(RecordingSyscalls kernel, List<Hierarchy> hierarchies) {
        this.kernel = kernel;
        this.hierarchies = new CopyOnWriteArrayList<>(hierarchies);
    }

    /** Mounts them in the fake kernel, whose root is {@code root}. */
    public static CgroupFixture mount(RecordingSyscalls kernel, Path root, CgroupFlavour flavour) {
        Path top = root.resolve("sys/fs/cgroup");
        CgroupFixture fixture = new CgroupFixture(
                kernel,
                switch (flavour) {
                    case V1 ->
                        List.of(
                                one(top, "cpu,cpuacct"),
                                one(top, "memory"),
                                one(top, "cpuset"),
                                one(top, "pids"),
                                one(top, "net_cls"),
                                one(top, "freezer"));
                    case V2 -> List.of(two(top, "cpuset", "cpu", "io", "memory", "pids"));
                    case HYBRID ->
                        List.of(
                                one(top, "cpu,cpuacct"),
                                one(top, "memory"),
                                one(top, "freezer"),
                                two(top.resolve("unified"), "cpuset", "io", "pids"));
                });
        kernel.mount(fixture);
        fixture.hierarchies.forEach(fixture::fillMountPoint);
        return fixture;
    }

    /** Mounts one more of version 1. */
    void mountOne(String controller, Path mountPoint) {
        Hierarchy hierarchy = new Hierarchy(mountPoint, false, Set.of(controller));
        hierarchies.add(hierarchy);
        fillMountPoint(hierarchy);
    }

    private static Hierarchy one(Path top, String controllers) {
        return new Hierarchy(top.resolve(controllers), false, Set.of(controllers.split(",")));
    }

    private static Hierarchy two(Path mountPoint, String... controllers) {
        return new Hierarchy(mountPoint, true, Set.of(controllers));
    }

    private void fillMountPoint(Hierarchy hierarchy) {
        Path top = hierarchy.mountPoint();
        try {
            Files.createDirectories(top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fill(top, hierarchy.controllers(), hierarchy.unified());
        if (hierarchy.controllers().contains("cpuset") && !hierarchy.unified()) {
            set(top.resolve("cpuset.cpus"), "0-3\n");
            set(top.resolve("cpuset.mems"), "0\n");
        }
    }

    private static void fill(Path directory, Set<String> controllers, boolean unified) {
        ControlFiles.common(unified).forEach((name, content) -> set(directory.resolve(name), content));
        if (unified) {
            set(directory.resolve(CONTROLLERS), String.join(" ", new TreeSet<>(controllers)) + "\n");
        }
        controllers.forEach(
                c -> ControlFiles.of(c, unified).forEach((name, content) -> set(directory.resolve(name), content)));
    }

    // ---- what a test uses

    public Hierarchies hierarchies() {
        return new Hierarchies(hierarchies);
    }

    /** Where a controller is mounted. */
    public Path mountPoint(String controller) {
        return hierarchies().controlling(controller).orElseThrow().mountPoint();
    }

    /** What the kernel would have changed by itself. */
    public static void set(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String get(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does to a new process what the launcher would. */
    public void carryOut(List<CgroupStep> steps, int pid) {
        kernel.process(pid);
        CgroupFiles files = new CgroupFiles(kernel);
        for (CgroupStep step : steps) {
            switch (step) {
                case MakeCgroup(String directory) -> kernel.mkdir(directory, 0755);
                case SetCgroup(String file, String value) -> {
                    Path path = Path.of(file);
                    files.write(path.resolveSibling("."), path.getFileName().toString(), value);
                }
                case JoinCgroup(String directory, boolean unified) ->
                    files.write(Path.of(directory), unified ? PROCS : "tasks", Integer.toString(pid));
            }
        }
    }

    /** Makes a cgroup of this name in every hierarchy, below the root that {@link FakeEnvironment} uses. */
    public List<Path> makeEverywhere(String name) {
        List<Path> made = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path root = hierarchy.mountPoint().resolve(FakeEnvironment.CGROUPS_ROOT);
            if (!Files.exists(root)) {
                kernel.mkdir(root.toString(), 0755);
            }
            kernel.mkdir(root + "/" + name, 0755);
            made.add(root.resolve(name));
        }
        return made;
    }

    /** Every cgroup there is. */
    public List<Path> cgroups() {
        return hierarchies.stream().flatMap(h -> directories(h.mountPoint())).toList();
    }

    // ---- what the fake kernel asks

    private Optional<Hierarchy> of(Path path) {
        return hierarchies.stream().filter(h -> path.startsWith(h.mountPoint())).findFirst();
    }

    @Override
    public boolean covers(Path path) {
        return of(path).isPresent();
    }

    @Override
    public void made(Path directory) {
        Hierarchy hierarchy = of(directory).orElseThrow();
        Set<String> controllers =
                hierarchy.unified() ? words(directory.resolveSibling(SUBTREE)) : hierarchy.controllers();
        fill(directory, controllers, hierarchy.unified());
    }

    @Override
    public Optional<Errno> refusesRemoval(Path directory) {
        boolean busy = !get(directory.resolve(PROCS)).isEmpty()
                || directories(directory).count() > 1;
        return busy ? Optional.of(Errno.EBUSY) : Optional.empty();
    }

    @Override
    public Optional<Errno> write(Path path, String value) {
        Path file = path.normalize();
        switch (String.valueOf(file.getFileName())) {
            case PROCS, "tasks" -> move(file, Integer.parseInt(value));
            case SUBTREE -> {
                return handDown(file.resolveSibling("."), value);
            }
            case "cgroup.kill" ->
                directories(parent(file)).flatMap(d -> pids(d).stream()).forEach(kernel::endProcess);
            case "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.soft_limit_in_bytes" ->
                set(file, (value.equals("-1") ? "9223372036854771712" : value) + "\n");
            default -> set(file, value + "\n");
        }
        return Optional.empty();
    }

    private void move(Path file, int pid) {
        directories(of(file).orElseThrow().mountPoint()).forEach(d -> leave(d, pid));
        Path procs = file.resolveSibling(PROCS);
        set(procs, (get(procs) + "\n" + pid).strip() + "\n");
    }

    private Optional<Errno> handDown(Path directory, String change) {
        String controller = change.substring(1);
        if (!change.startsWith("+") || !words(directory.resolve(CONTROLLERS)).contains(controller)) {
            return Optional.of(Errno.ENOENT);
        }
        boolean top = hierarchies.stream().anyMatch(h -> h.mountPoint().equals(directory.normalize()));
        if (!top && !pids(directory).isEmpty()) {
            return Optional.of(Errno.EBUSY);
        }
        add(directory.resolve(SUBTREE), controller);
        children(directory.normalize()).forEach(child -> {
            add(child.resolve(CONTROLLERS), controller);
            ControlFiles.of(controller, true).forEach((name, content) -> set(child.resolve(name), content));
        });
        return Optional.empty();
    }

    private static void add(Path file, String word) {
        Set<String> all = words(file);
        all.add(word);
        set(file, String.join(" ", all) + "\n");
    }

    @Override
    public void died(int pid) {
        hierarchies.stream().flatMap(h -> directories(h.mountPoint())).forEach(d -> leave(d, pid));
    }

    private static void leave(Path directory, int pid) {
        List<Integer> stay = new ArrayList<>(pids(directory));
        if (stay.removeIf(p -> p == pid)) {
            set(
                    directory.resolve(PROCS),
                    String.join("\n", stay.stream().map(String::valueOf).toList()));
        }
    }

    private static List<Integer> pids(Path directory) {
        return get(directory.resolve(PROCS)).lines().map(Integer::valueOf).toList();
    }

    private static Set<String> words(Path file) {
        Set<String> words = new TreeSet<>(List.of(get(file).split(" ")));
        words.remove("");
        return words;
    }

    private static Path parent(Path file) {
        return file.resolveSibling(".").normalize();
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory and all below it. */
    private static Stream<Path> directories(Path top) {
        return Stream.concat(Stream.of(top), children(top).stream().flatMap(CgroupFixture::directories));
    }
}
