package io.containerizer.launch;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Namespace;
import io.containerizer.checkpoint.Layout;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.cgroup.ProcessKiller;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Launches through the resident native launcher; see {@code docs/launch.md}. */
public final class LinuxLauncher implements Launcher {

    private static final int SIGKILL = 9;

    private final Syscalls calls;
    private final Poller poller;
    private final ContainerCgroups cgroups;
    private final StatusFile statusFile;
    private final LauncherConnection connection;
    private final Duration timeout;
    private final Optional<Hierarchy> tracking;
    private final Map<ContainerId, Tracked> tracked = new ConcurrentHashMap<>();

    /** Containers whose cgroups may be killed and removed, and where those are: with others of their names, another engine may be at work. */
    private final Map<ContainerId, ContainerCgroups> ours = new ConcurrentHashMap<>();

    /** What is known of a container's init. */
    private record Tracked(InitProcess init, Poller.Watch watch, CompletableFuture<Void> dead) {}

    /** @param timeout how long an answer of the native launcher may take */
    public LinuxLauncher(Syscalls calls, Poller poller, ContainerCgroups cgroups, Layout layout, Duration timeout) {
        this.calls = calls;
        this.poller = poller;
        this.cgroups = cgroups;
        this.statusFile = new StatusFile(calls, layout);
        this.timeout = timeout;
        this.connection = new LauncherConnection(calls, poller, layout);
        this.tracking = trackingHierarchy();
        tracking.ifPresent(cgroups::prepareRoot);
    }

    /** Where processes without a PID namespace of their own are kept track of: whichever version can kill them all. */
    private Optional<Hierarchy> trackingHierarchy() {
        Optional<Hierarchy> freezer = cgroups.hierarchies().all().stream()
                .filter(h -> !h.unified() && h.controllers().contains("freezer"))
                .findFirst();
        return freezer.or(() -> cgroups.hierarchies().unified());
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public Contribution prepare(Container container, Contribution merged) {
        tracking.filter(h -> !Files.exists(cgroups.directory(h, container.id())))
                .ifPresent(h -> ours.put(container.id(), cgroups));
        if (merged.cloneNamespaces().contains(Namespace.PID) || tracking.isEmpty()) {
            return Contribution.NONE; // the death of its init ends such a container
        }
        ContainerId id = container.id();
        if (id.isNested()) {
            cgroups.prepareNested(tracking.get(), id, List.of());
        }
        return Contribution.builder()
                .cgroups(cgroups.make(tracking.get(), id))
                .cgroup(cgroups.join(tracking.get(), id))
                .build();
    }

    @Override
    public InitProcess launch(LaunchPlan plan, Consumer<Integer> gate, Runnable exited) {
        int parent = plan.enterNamespaces().isEmpty()
                ? -1
                : calls.pidfdOpen(plan.parentInit().orElseThrow(() -> parentGone(plan.id())));
        OptionalInt terminal = OptionalInt.empty();
        boolean launched = false;
        try {
            LauncherChannel channel = connection.channel();
            WireProgram program = new PlanCompiler(plan, connection::shows, parent).compile();
            LauncherChannel.Pending pending = channel.launch(program);
            LauncherReply reply = await(plan, channel, pending);
            if (reply.kind() == LauncherReply.Kind.GATED) {
                terminal = takeTerminal(plan, reply.pidfd());
                calls.close(reply.pidfd());
                gate.accept(reply.pid());
                reply = await(plan, channel, channel.go(pending.token()));
            }
            if (reply.kind() != LauncherReply.Kind.LAUNCHED) {
                if (reply.pidfd() >= 0) {
                    calls.close(reply.pidfd());
                }
                throw LaunchFailures.explain(plan, program, reply);
            }
            launched = true;
            return track(plan.id(), new InitProcess(reply.pid(), reply.pidfd(), terminal), exited);
        } finally {
            if (!launched) {
                terminal.ifPresent(calls::close);
            }
            if (parent >= 0) {
                calls.close(parent);
            }
        }
    }

    private static ContainerizerException parentGone(ContainerId id) {
        return ContainerizerException.of(
                ErrorCode.NOT_RUNNING,
                "launch in",
                id.parent().map(ContainerId::toString).orElse(""),
                "the parent container has ended");
    }

    /** While the init waits: once the command runs, both may end at any moment, and unread output would be lost. */
    private OptionalInt takeTerminal(LaunchPlan plan, int pidfd) {
        return plan.terminal().isPresent()
                ? OptionalInt.of(calls.pidfdGetFd(pidfd, StatusFile.TERMINAL_DESCRIPTOR))
                : OptionalInt.empty();
    }

    private LauncherReply await(LaunchPlan plan, LauncherChannel channel, LauncherChannel.Pending pending) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    return pending.answer().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // a launch under way has one of two ends, and no third
                }
            }
        } catch (TimeoutException e) {
            channel.giveUp(pending.token());
            throw LaunchFailures.noAnswer(plan, connection.launcherPid(), timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContainerizerException cause) {
                throw cause.during(ErrorCode.LAUNCH_FAILED, "launch container " + plan.id());
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private InitProcess track(ContainerId id, InitProcess init, Runnable exited) {
        CompletableFuture<Void> dead = new CompletableFuture<>();
        Poller.Watch watch = poller.watchOnce(init.handle(), () -> {
            dead.complete(null);
            exited.run();
        });
        tracked.put(id, new Tracked(init, watch, dead));
        return init;
    }

    @Override
    public Optional<InitProcess> find(ContainerId id, Runnable exited) {
        return statusFile.openInit(id).map(init -> track(id, init, exited));
    }

    @Override
    public OptionalInt livingInit(ContainerId id) {
        return statusFile.holder(id);
    }

    @Override
    public boolean everRan(ContainerId id) {
        return statusFile.started(id);
    }

    @Override
    public OptionalInt exitStatus(ContainerId id) {
        return statusFile.read(id).map(c -> OptionalInt.of(c.status())).orElse(OptionalInt.empty());
    }

    @Override
    public boolean revoke(ContainerId id) {
        return statusFile.revoke(id);
    }

    @Override
    public boolean signal(ContainerId id, int signal) {
        Tracked known = tracked.get(id);
        if (known != null) {
            return calls.pidfdSignal(known.init.handle(), signal);
        }
        Optional<InitProcess> init = statusFile.openInit(id);
        try {
            return init.isPresent() && calls.pidfdSignal(init.get().handle(), signal);
        } finally {
            init.ifPresent(i -> calls.close(i.handle()));
        }
    }

    @Override
    public void kill(ContainerId id, Optional<InitProcess> init, Duration atMost) {
        Tracked known = tracked.get(id);
        if (known != null && !known.dead.isDone()) {
            calls.pidfdSignal(known.init.handle(), SIGKILL);
            waitFor(id, known, atMost);
        } else if (known == null) {
            signal(id, SIGKILL); // a launch still under way
        }
        ContainerCgroups below = ours.get(id);
        if (tracking.isPresent() && below != null) {
            List<Integer> left = new ProcessKiller(below, calls).killAll(tracking.get(), id, atMost);
            if (!left.isEmpty()) {
                throw stuck(id, left.toString(), atMost);
            }
        }
    }

    private static void waitFor(ContainerId id, Tracked known, Duration atMost) {
        try {
            known.dead.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw stuck(id, Integer.toString(known.init.pid()), atMost);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stuck(id, Integer.toString(known.init.pid()), Duration.ZERO);
        }
    }

    private static ContainerizerException stuck(ContainerId id, String pids, Duration atMost) {
        return ContainerizerException.of(
                        ErrorCode.DESTROY_FAILED,
                        "kill processes of",
                        id.toString(),
                        "still there after " + atMost.toMillis() + " ms: " + pids)
                .withHint("see /proc/<pid>/stack for what they wait for; destroy again when that is mended");
    }

    @Override
    public void forget(ContainerId id, Optional<InitProcess> init) {
        Tracked known = tracked.remove(id);
        if (known != null) {
            known.watch.close();
            calls.close(known.init.handle());
        }
        ContainerCgroups below = ours.get(id);
        if (below != null) {
            tracking.ifPresent(h -> below.remove(h, id));
            ours.remove(id);
        }
    }

    @Override
    public void adopt(ContainerId id, String cgroupsRoot) {
        ours.put(id, cgroups.withRoot(cgroupsRoot));
    }

    /** The container's init holds the original, so a terminal outlives engine and launcher. */
    @Override
    public int openTerminal(ContainerId id) {
        InitProcess init = statusFile
                .openInit(id)
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.NOT_RUNNING, "attach to", id.toString(), "the container has ended"));
        try {
            return calls.pidfdGetFd(init.handle(), StatusFile.TERMINAL_DESCRIPTOR);
        } finally {
            calls.close(init.handle());
        }
    }

    @Override
    public void close() {
        tracked.values().forEach(t -> {
            t.watch.close();
            calls.close(t.init.handle());
        });
        tracked.clear();
        connection.close();
    }
}
