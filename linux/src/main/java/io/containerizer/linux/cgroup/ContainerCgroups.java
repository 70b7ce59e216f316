package io.containerizer.linux.cgroup;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The cgroups of this engine's containers, all of them below one root in each hierarchy:
 *
 * <pre>
 * version 1   &lt;mount&gt;/&lt;root&gt;/&lt;id&gt;                    limits and processes
 *             &lt;mount&gt;/&lt;root&gt;/&lt;id&gt;/mesos/&lt;child&gt;       those of a nested container
 * version 2   &lt;mount&gt;/&lt;root&gt;/&lt;id&gt;                    limits
 *             &lt;mount&gt;/&lt;root&gt;/&lt;id&gt;/leaf               processes: inner cgroups must have none
 *             &lt;mount&gt;/&lt;root&gt;/&lt;id&gt;/mesos/&lt;child&gt;/leaf
 * </pre>
 *
 * Nothing outside the root is ever changed, except that controllers are enabled on the way to it.
 */
public final class ContainerCgroups {

    private static final String NESTED = "mesos";
    private static final String LEAF = "leaf";
    private static final int REMOVE_TRIES = 2000;

    private final Hierarchies hierarchies;
    private final String root;
    private final Syscalls calls;
    private final CgroupFiles files;
    private final KeptFiles kept;
    private final CgroupFiles figures;

    /** @param root name of the root, {@code --cgroups_root} */
    public ContainerCgroups(Hierarchies hierarchies, String root, Syscalls calls) {
        this(hierarchies, root, calls, KeptFiles.ofThisProcess(calls));
    }

    /** @param kept the files whose figures are asked for again and again; it is told of what is removed */
    public ContainerCgroups(Hierarchies hierarchies, String root, Syscalls calls, KeptFiles kept) {
        this.hierarchies = hierarchies;
        this.root = root;
        this.calls = calls;
        this.files = new CgroupFiles(calls);
        this.kept = kept;
        this.figures = files.keeping(kept);
        List<String> parts = List.of(root.split("/"));
        if (root.isEmpty() || root.startsWith("/") || parts.contains(".") || parts.contains("..")) {
            String why = root.isEmpty()
                    ? "it is empty"
                    : root.startsWith("/") ? "it is not a relative path" : "it has '.' or '..' as a part";
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "check --cgroups_root", "'" + root + "'", why)
                    .withHint("write for example mesos or services/batch");
        }
    }

    /** The same hierarchies with another root: for containers that were launched below it. */
    public ContainerCgroups withRoot(String other) {
        return other.equals(root) ? this : new ContainerCgroups(hierarchies, other, calls, kept);
    }

    public Hierarchies hierarchies() {
        return hierarchies;
    }

    public CgroupFiles files() {
        return files;
    }

    /** For what is read again and again for as long as a container lives, and seldom otherwise. */
    public CgroupFiles figures() {
        return figures;
    }

    /** Makes the root in the controller's hierarchy, and in version 2 hands the controller down to it. */
    public Hierarchy prepareRoot(String controller) {
        Hierarchy hierarchy = hierarchies
                .controlling(controller)
                .orElseThrow(() -> ContainerizerException.of(
                                ErrorCode.UNUSABLE_ISOLATOR,
                                "find cgroup controller",
                                controller,
                                "no mounted hierarchy has it")
                        .withHint("mount it, or enable it in the kernel's command line"));
        prepareRoot(hierarchy);
        if (hierarchy.unified()) {
            Path at = hierarchy.mountPoint();
            enable(at, controller);
            for (Path part : Path.of(root)) {
                at = at.resolve(part);
                enable(at, controller);
            }
        }
        return hierarchy;
    }

    public void prepareRoot(Hierarchy hierarchy) {
        Path at = hierarchy.mountPoint();
        for (Path part : Path.of(root)) {
            Path parent = at;
            at = at.resolve(part);
            makeIfMissing(at);
            if (hierarchy.controllers().contains("cpuset") && !hierarchy.unified()) {
                inherit(parent, at, "cpuset.cpus");
                inherit(parent, at, "cpuset.mems");
            }
        }
    }

    private void makeIfMissing(Path directory) {
        try {
            calls.mkdir(directory.toString(), 0755);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e.withHint("the engine must run as root, on a writable cgroup file system");
            }
        }
    }

    /** A new cpuset of version 1 is empty, and then no process can enter it. */
    private void inherit(Path parent, Path directory, String file) {
        if (files.read(directory, file).map(String::isBlank).orElse(false)) {
            files.read(parent, file)
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .ifPresent(s -> files.write(directory, file, s));
        }
    }

    private void enable(Path directory, String controller) {
        String name = controller.equals("blkio") ? "io" : controller.equals("cpuacct") ? "cpu" : controller;
        boolean enabled = files.read(directory, "cgroup.subtree_control")
                .map(s -> List.of(s.strip().split(" ")).contains(name))
                .orElse(false);
        if (!enabled) {
            try {
                files.write(directory, "cgroup.subtree_control", "+" + name);
            } catch (KernelException e) {
                throw e.withHint(
                        e.is(Errno.EBUSY)
                                ? "processes live in " + directory + " itself; move them into a cgroup below it"
                                : "the controller is not handed down to " + directory
                                        + "; under systemd, set Delegate=yes");
            }
        }
    }

    /** The container's cgroup in a hierarchy: where its limits and its figures are. */
    public Path directory(Hierarchy hierarchy, ContainerId id) {
        return hierarchy.mountPoint().resolve(root).resolve(String.join("/" + NESTED + "/", id.path()));
    }

    private Path home(Hierarchy hierarchy, ContainerId id) {
        Path directory = directory(hierarchy, id);
        return hierarchy.unified() ? directory.resolve(LEAF) : directory;
    }

    /** Steps that make the container's own cgroup. */
    public List<CgroupStep> make(Hierarchy hierarchy, ContainerId id) {
        List<CgroupStep> steps = new ArrayList<>();
        Path directory = directory(hierarchy, id);
        steps.add(new MakeCgroup(directory.toString()));
        if (hierarchy.unified()) {
            steps.add(new MakeCgroup(directory.resolve(LEAF).toString()));
        }
        return steps;
    }

    /** The step that puts a new process into the container's cgroup. */
    public CgroupStep join(Hierarchy hierarchy, ContainerId id) {
        return new JoinCgroup(home(hierarchy, id).toString(), hierarchy.unified());
    }

    /** Hands controllers down to where a nested container's cgroup will be. */
    public void prepareNested(Hierarchy hierarchy, ContainerId id, List<String> controllers) {
        ContainerId parentId = id.parent().orElseThrow();
        Path parent = directory(hierarchy, parentId);
        if (parentId.isNested()) {
            prepareNested(hierarchy, parentId, controllers);
        }
        makeIfMissing(parent);
        Path between = parent.resolve(NESTED);
        makeIfMissing(between);
        if (hierarchy.unified()) {
            controllers.forEach(c -> {
                enable(parent, c);
                enable(between, c);
            });
        }
    }

    /** Every container that has a cgroup in the hierarchy, parents first. */
    public List<ContainerId> found(Hierarchy hierarchy) {
        List<ContainerId> ids = new ArrayList<>();
        children(hierarchy.mountPoint().resolve(root)).forEach(d -> collect(d, Optional.empty(), ids));
        return ids;
    }

    private void collect(Path directory, Optional<ContainerId> parent, List<ContainerId> ids) {
        String name = directory.getFileName().toString();
        ContainerId id;
        try {
            id = parent.map(p -> p.child(name)).orElseGet(() -> ContainerId.of(name));
        } catch (ContainerizerException e) {
            return; // no name of ours
        }
        ids.add(id);
        children(directory.resolve(NESTED)).forEach(d -> collect(d, Optional.of(id), ids));
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            throw ContainerizerException.of(
                            ErrorCode.KERNEL, "list", directory.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    /** The processes in the container's cgroup and in those below it. */
    public List<Integer> processes(Hierarchy hierarchy, ContainerId id) {
        List<Integer> pids = new ArrayList<>();
        Path directory = directory(hierarchy, id);
        if (Files.isDirectory(directory)) {
            collectProcesses(directory, pids);
        }
        return pids;
    }

    private void collectProcesses(Path directory, List<Integer> pids) {
        files.read(directory, "cgroup.procs")
                .orElse("")
                .lines()
                .map(Integer::valueOf)
                .forEach(pids::add);
        children(directory).forEach(d -> collectProcesses(d, pids));
    }

    /**
     * Removes the container's cgroup with those below it. A cgroup stays busy for a moment after its last process
     * died, so this waits a little; one that is not there is fine.
     */
    public void remove(Hierarchy hierarchy, ContainerId id) {
        Path directory = directory(hierarchy, id);
        if (Files.isDirectory(directory)) { // asking is cheaper than an exception
            removeTree(directory);
        }
        kept.forget(directory);
    }

    private void removeTree(Path directory) {
        try {
            calls.rmdir(directory.toString()); // most have none below them
            return;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return;
            }
        }
        for (int tries = 0; ; tries++) {
            try {
                children(directory).forEach(child -> {
                    removeTree(child);
                    kept.forget(child);
                });
                calls.rmdir(directory.toString());
                return;
            } catch (KernelException e) {
                if (e.is(Errno.ENOENT)) {
                    return;
                }
                if (!e.is(Errno.EBUSY) || tries >= REMOVE_TRIES) {
                    throw e.withHint("a process is still in it, see " + directory + "/cgroup.procs");
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
