package io.containerizer.launch;

import io.containerizer.api.Capability;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.LaunchStep.Device;
import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.Link;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.api.LaunchStep.MakeDirectory;
import io.containerizer.api.LaunchStep.Mask;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.LaunchStep.MountOverlay;
import io.containerizer.api.LaunchStep.Protect;
import io.containerizer.api.LaunchStep.SetCgroup;
import io.containerizer.api.LaunchStep.WriteSelf;
import io.containerizer.api.MountOption;
import io.containerizer.api.Namespace;
import io.containerizer.api.Overlay;
import io.containerizer.api.Rlimit;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Stdio;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.launch.WireProgram.Writer;
import io.containerizer.linux.syscall.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Puts a plan into the order in which the native launcher can carry it out. Four processes share the work: the launcher
 * up to CLONE; if namespaces are entered, a helper from INTERMEDIATE to CLONE; the init up to FORK or PAUSE; the command's
 * own process up to EXEC. As much as possible is left to the init: inits of several launches work at the same time.
 */
final class PlanCompiler {

    private static final long NO_OWNER = -1;
    private static final long NO_SLOT = -1;
    private static final int MAX_SLOTS = 48;
    private static final long MS_BIND = 4096;
    private static final long MS_REC = 16384;
    private static final long MS_PRIVATE = 1 << 18;
    private static final long MS_SLAVE = 1 << 19;
    private static final long MS_SHARED = 1 << 20;
    private static final long PLACE_ANY = 0;
    private static final long PLACE_NO_LINKS = 2;
    private static final long CREATE_DIRECTORY = 1;
    private static final long CREATE_LIKE_SOURCE = 1;
    private static final int S_IFCHR = 0020000;

    private final LaunchPlan plan;
    private final Predicate<String> visible;
    private final Writer out = new Writer();
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<Bind> foreignBinds = new ArrayList<>();
    private int nextSlot;
    private long statusSlot;
    private long rootSlot = NO_SLOT;
    private final long[] streams = {Stdio.NULL, Stdio.NULL, Stdio.NULL};
    private final List<Long> bindSlots = new ArrayList<>();
    private final OverlayOps overlays;
    private final Map<String, Long> joins = new LinkedHashMap<>();

    /**
     * @param visible whether the launcher's mount namespace shows what the host shows at a path
     * @param parentPidfd of the process whose namespaces are entered; -1: none
     */
    PlanCompiler(LaunchPlan plan, Predicate<String> visible, int parentPidfd) {
        this.plan = plan;
        this.visible = visible;
        this.overlays = new OverlayOps(out, visible, this::tree);
        takeDescriptors(parentPidfd);
    }

    private void takeDescriptors(int parentPidfd) {
        if (entersNamespaces()) {
            descriptors.add(parentPidfd);
        }
        int[] wanted = {
            plan.stdio().stdin(), plan.stdio().stdout(), plan.stdio().stderr()
        };
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] >= 0) {
                streams[i] = descriptors.size();
                descriptors.add(wanted[i]);
            }
        }
        nextSlot = descriptors.size();
    }

    private boolean entersNamespaces() {
        return !plan.enterNamespaces().isEmpty();
    }

    private boolean entersMounts() {
        return plan.enterNamespaces().contains(Namespace.MNT);
    }

    WireProgram compile() {
        launcherPart();
        initPart();
        if (plan.hasCommand()) {
            commandPart();
        } else {
            out.op(OpCode.PAUSE, "wait in", "init", args());
        }
        if (nextSlot > MAX_SLOTS) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "launch container",
                            plan.id().toString(),
                            "it takes " + nextSlot + " descriptors, of at most " + MAX_SLOTS)
                    .withHint("ask for fewer volumes that need a copy of a host's mount");
        }
        return out.build(descriptors, plan.gate());
    }

    private void launcherPart() {
        statusSlot =
                open(plan.runtimeDirectory().resolve("status").toString(), OpenFlag.READ_WRITE | OpenFlag.CREATE, 0600);
        foreignTrees();
        if (entersMounts()) {
            openLogs(); // paths of the host mean something else once the helper has entered
        }
        if (entersNamespaces()) {
            out.op(OpCode.INTERMEDIATE, "start", "helper process", args());
            plan.cgroups().forEach(this::cgroupOfHelper);
            out.op(
                    OpCode.ENTER,
                    "enter namespaces of",
                    "parent container",
                    args(0, Namespace.flags(plan.enterNamespaces())));
        } else {
            plan.cgroups().stream().filter(this::isUnified).forEach(this::cgroup);
        }
        out.op(OpCode.CLONE, "start", "init", args(Namespace.flags(plan.cloneNamespaces())));
    }

    /** Version 2 cgroups are joined by being born in them, so they must be there before. */
    private boolean isUnified(CgroupStep step) {
        return plan.cgroups().stream()
                .anyMatch(s -> s instanceof JoinCgroup(String directory, boolean unified)
                        && unified
                        && step.subject().startsWith(ownTop(directory)));
    }

    private static String ownTop(String leaf) {
        return leaf.substring(0, leaf.lastIndexOf('/'));
    }

    /** Mounts that the launcher does not see are copied from the host's mount namespace. */
    private void foreignTrees() {
        plan.root().ifPresent(this::foreignRoot);
        for (LaunchStep step : plan.steps()) {
            if (step instanceof MountOverlay(Overlay overlay, String _)) {
                overlays.copyForeign(overlay);
            }
            if (step instanceof Bind bind
                    && bind.below().isEmpty()
                    && (!visible.test(bind.source())
                            || bind.propagation() != Propagation.PRIVATE
                            || isHiddenBefore(bind))) {
                foreignBinds.add(bind);
                bindSlots.add(tree(bind.source(), bind.recursive()));
            }
        }
    }

    private void foreignRoot(RootFileSystem root) {
        String path = root.path().toString();
        if (root.overlay().isPresent()) {
            overlays.copyForeign(root.overlay().get());
        } else if (!visible.test(path)) {
            rootSlot = tree(path, true);
        }
    }

    /** Whether an earlier mount on the host's root stands over a source. */
    private boolean isHiddenBefore(Bind bind) {
        return plan.rootfs().isEmpty()
                && plan.steps().stream()
                        .takeWhile(s -> !s.equals(bind))
                        .anyMatch(s -> s instanceof Bind before
                                && Path.of(bind.source()).startsWith(before.target()));
    }

    private long tree(String path, boolean recursive) {
        long slot = nextSlot++;
        out.op(OpCode.TREE, "copy mount", path, args(slot, recursive ? 1 : 0), path);
        return slot;
    }

    private void initPart() {
        out.op(OpCode.LOCK, "lock status file of", plan.id().toString(), args(statusSlot));
        if (entersNamespaces()) {
            joins.forEach(
                    (directory, slot) -> out.op(OpCode.JOIN, "join cgroup", directory, args(slot), tasks(directory)));
        } else {
            plan.cgroups().stream().filter(s -> !isUnified(s)).forEach(this::cgroup);
        }
        if (!entersMounts()) {
            openLogs();
        }
        if (plan.terminal().isEmpty()) {
            gate();
        }
        plan.root().ifPresent(this::root);
        plan.steps().forEach(this::step);
        if (plan.rootfs().isPresent()) {
            out.op(OpCode.PIVOT, "change root to", plan.rootfs().get().toString(), args());
        }
        plan.terminal()
                .ifPresent(size -> out.op(
                        OpCode.TTY,
                        "open",
                        "/dev/ptmx",
                        args(size.rows(), size.columns(), plan.identity().uid())));
        if (plan.terminal().isPresent()) {
            gate(); // the engine fetches the terminal while the init waits
        }
    }

    private void root(RootFileSystem root) {
        String path = root.path().toString();
        root.overlay()
                .ifPresentOrElse(
                        overlay -> overlays.mount(overlay, "mount root file system", path, true),
                        () -> out.op(
                                OpCode.ROOT,
                                "mount root file system",
                                path,
                                args(rootSlot, root.readOnly() ? 1 : 0),
                                path));
    }

    private void gate() {
        if (plan.gate()) {
            out.op(OpCode.GATE, "wait for", "the engine", args());
        }
    }

    private void cgroup(CgroupStep step) {
        switch (step) {
            case MakeCgroup(String directory) ->
                out.op(OpCode.MKDIR, step.action(), step.subject(), args(0755, 0), directory);
            case SetCgroup(String file, String value) ->
                out.op(OpCode.WRITE, step.action(), step.subject(), args(), file, value);
            case JoinCgroup(String directory, boolean unified) -> {
                if (unified) {
                    out.op(OpCode.CGROUP, step.action(), step.subject(), args(), directory);
                } else {
                    out.op(OpCode.JOIN, step.action(), step.subject(), args(NO_SLOT), tasks(directory));
                }
            }
        }
    }

    /** The init joins, but once in the parent's mount namespace it does not find the files: the helper opens them. */
    private void cgroupOfHelper(CgroupStep step) {
        if (step instanceof JoinCgroup(String directory, boolean unified) && !unified) {
            joins.put(directory, open(tasks(directory), OpenFlag.WRITE, 0));
        } else {
            cgroup(step);
        }
    }

    /** Not {@code cgroup.procs}: writing there waits for an RCU grace period of several ms. */
    private static String tasks(String directory) {
        return directory + "/tasks";
    }

    private void openLogs() {
        if (plan.terminal().isPresent()) {
            return;
        }
        String[] names = {"stdin", "stdout", "stderr"};
        int[] wanted = {
            plan.stdio().stdin(), plan.stdio().stdout(), plan.stdio().stderr()
        };
        for (int i = 1; i < wanted.length; i++) {
            if (wanted[i] == Stdio.LOG) {
                streams[i] = openLog(plan.sandbox().resolve(names[i]));
            }
        }
    }

    private long openLog(Path log) {
        long slot = nextSlot++;
        out.op(
                OpCode.OPEN_LOG,
                "open",
                log.toString(),
                args(slot),
                plan.sandbox().toString(),
                log.getFileName().toString());
        return slot;
    }

    private long open(String path, int flags, int mode) {
        long slot = nextSlot++;
        out.op(OpCode.OPEN, "open", path, args(slot, flags, mode), path);
        return slot;
    }

    private void step(LaunchStep step) {
        String target = step.subject();
        switch (step) {
            case Bind bind -> bind(bind);
            case MountFileSystem mount ->
                out.op(
                        OpCode.MOUNT,
                        step.action(),
                        target,
                        args(MountOption.flags(mount.options()), kernelPlace(), CREATE_DIRECTORY, NO_SLOT, NO_OWNER),
                        mount.type(),
                        target,
                        mount.type(),
                        mount.data(),
                        "");
            case MountOverlay(Overlay overlay, String path) -> overlays.mount(overlay, step.action(), path, false);
            case MakeDirectory make ->
                out.op(OpCode.MAKE_DIR_IN_ROOT, step.action(), target, args(make.mode()), target);
            case Link link -> out.op(OpCode.SYMLINK, step.action(), target, args(), link.content(), target);
            case Device device ->
                out.op(
                        OpCode.MKNOD,
                        step.action(),
                        target,
                        args(S_IFCHR | device.mode(), (long) device.major() << 8 | device.minor()),
                        target);
            case Mask ignored -> out.op(OpCode.MASK, step.action(), target, args(), target);
            case Protect ignored -> out.op(OpCode.READONLY, step.action(), target, args(), target);
            case WriteSelf write ->
                out.op(OpCode.WRITE, write.optional(), step.action(), target, args(), target, write.value());
            case CgroupStep cgroup -> cgroup(cgroup);
        }
    }

    private void bind(Bind bind) {
        long flags = MS_BIND | (bind.recursive() ? MS_REC : 0) | MountOption.flags(bind.options());
        flags |= switch (bind.propagation()) {
            case PRIVATE -> MS_PRIVATE;
            case HOST_TO_CONTAINER -> MS_SLAVE;
            case BIDIRECTIONAL -> MS_SHARED;
        };
        int foreign = foreignBinds.indexOf(bind);
        long owner = (long) bind.owner().uid() << 32 | bind.owner().gid();
        out.op(
                OpCode.MOUNT,
                bind.action(),
                bind.target(),
                args(
                        flags,
                        place(bind),
                        CREATE_LIKE_SOURCE,
                        foreign < 0 ? NO_SLOT : bindSlots.get(foreign),
                        owner,
                        bind.mode()),
                bind.source(),
                bind.target(),
                "",
                "",
                bind.below());
    }

    /**
     * In a root file system, which may be somebody's own, a link must not move what the container's safety or its
     * sandbox depends on.
     */
    private long kernelPlace() {
        return plan.rootfs().isPresent() ? PLACE_NO_LINKS : PLACE_ANY;
    }

    private long place(Bind bind) {
        return bind.source().equals(plan.sandbox().toString()) && bind.below().isEmpty() ? kernelPlace() : PLACE_ANY;
    }

    private void commandPart() {
        out.op(OpCode.FORK, "start", "command", args());
        out.op(OpCode.STDIO, "connect", "standard streams", args(streams));
        out.op(OpCode.LIMITS, "pass on", "the engine's rlimits", args());
        for (Rlimit limit : plan.rlimits()) {
            out.op(
                    OpCode.RLIMIT,
                    "set rlimit",
                    limit.type().name(),
                    args(limit.type().ordinal(), limit.soft(), limit.hard()));
        }
        out.op(OpCode.CHDIR, "change directory to", plan.workingDirectory(), args(1), plan.workingDirectory());
        identity(plan.identity());
        if (plan.noNewPrivileges()) {
            out.op(OpCode.NO_NEW_PRIVS, "give up new privileges for", "command", args());
        }
        if (!plan.hasOwnPidNamespace()) {
            out.op(OpCode.DIE_WITH_INIT, "tie to init", "command", args());
        }
        exec();
    }

    private void identity(Identity identity) {
        plan.capabilities()
                .ifPresent(c ->
                        out.op(OpCode.DROP_BOUNDING, "bound", "capabilities", args(Capability.bits(c.bounding()))));
        ByteBuffer groups = ByteBuffer.allocate(4 * identity.groups().size()).order(ByteOrder.nativeOrder());
        identity.groups().forEach(groups::putInt);
        boolean change = !identity.equals(Identity.ROOT);
        if (change) {
            out.raw(
                    OpCode.GROUPS,
                    false,
                    new WireProgram.Step(
                            OpCode.GROUPS, "set groups", identity.groups().toString()),
                    args(),
                    0,
                    groups.array());
            out.op(OpCode.GID, "set gid", Integer.toString(identity.gid()), args(identity.gid()));
            long keepCapabilities = plan.capabilities().isPresent() ? 1 : 0;
            out.op(OpCode.UID, "set uid", Integer.toString(identity.uid()), args(identity.uid(), keepCapabilities));
        }
        plan.capabilities().ifPresent(c -> {
            long effective = Capability.bits(c.effective());
            long bounding = Capability.bits(c.bounding());
            long ambient = identity.uid() == 0 ? 0 : effective;
            out.op(
                    OpCode.CAPS,
                    "set",
                    "capabilities",
                    args(
                            effective,
                            effective,
                            identity.uid() == 0 ? bounding & effective : effective,
                            bounding,
                            ambient));
        });
    }

    private void exec() {
        Command command = plan.command();
        String file = command.shell() ? "/bin/sh" : command.value();
        List<String> argv = argv(command);
        List<String> strings = new ArrayList<>(List.of(file, plan.environment().get("PATH")));
        strings.addAll(argv);
        for (Map.Entry<String, String> variable : plan.environment().entrySet()) {
            strings.add(variable.getKey() + "=" + variable.getValue());
        }
        out.op(
                OpCode.EXEC,
                "execute",
                file,
                args(argv.size(), plan.environment().size()),
                strings.toArray(String[]::new));
    }

    private static List<String> argv(Command command) {
        if (command.shell()) {
            return List.of("sh", "-c", command.value());
        }
        return command.arguments().isEmpty() ? List.of(command.value()) : command.arguments();
    }

    private static long[] args(long... arguments) {
        return arguments;
    }
}
