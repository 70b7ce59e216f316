package io.containerizer.launch;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Rlimit;
import io.containerizer.api.Stdio;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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

/**
 * For systems and users without the means of isolation: an ordinary process, watched over by a shell that leaves its
 * exit status and pid in files. Nothing is isolated; a plan that needs isolation is refused.
 */
public final class PosixLauncher implements Launcher {

    /**
     * Runs "$@" in a process group of its own, which ends with it; passes TERM, INT and HUP on, and leaves the wait status. The shell gives
     * 128+n for a signal n; a status file wants n.
     */
    private static final String SUPERVISOR = """
            dir=$1; work=$2; shift 2
            cd "$work" || exit 1
            for limit in $RLIMITS; do ulimit ${limit%%=*} ${limit#*=} || exit 1; done
            unset RLIMITS
            if command -v setsid >/dev/null; then own=setsid; else own=; set -m; fi
            $own "$@" & child=$!
            trap 'kill -TERM $child' TERM; trap 'kill -INT $child' INT; trap 'kill -HUP $child' HUP
            while :; do
              wait $child; code=$?
              kill -0 $child 2>/dev/null || break
            done
            kill -KILL -$child 2>/dev/null
            if [ $code -gt 128 ] && [ $code -le 192 ]; then status=$((code - 128)); else status=$((code * 256)); fi
            echo $status > "$dir/status.new" && mv "$dir/status.new" "$dir/status"
            """;

    /** Sets each limit in vain, and prints the place in the list of the first that cannot be set. */
    private static final String TRY_RLIMITS = """
            place=0
            for limit in $RLIMITS; do
              ulimit ${limit%%=*} ${limit#*=} 2>/dev/null || { echo $place; exit; }
              place=$((place + 1))
            done
            """;

    /** In place of a command; the longest that every sleep(1) knows. */
    private static final List<String> PAUSE = List.of("sleep", "2147483647");

    private final Layout layout;
    private final Disk disk;
    private final Map<ContainerId, Running> running = new ConcurrentHashMap<>();

    private record Running(ProcessHandle supervisor, CompletableFuture<Void> dead) {}

    public PosixLauncher(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public Contribution prepare(Container container, Contribution merged) {
        return Contribution.NONE;
    }

    @Override
    public InitProcess launch(LaunchPlan plan, Consumer<Integer> gate, Runnable exited) {
        refuseIsolation(plan);
        if (plan.hasCommand()) {
            ExecDiagnosis.checkBeforeLaunch(plan);
        }
        checkRlimits(plan);
        List<String> words = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                SUPERVISOR,
                "containerizer",
                plan.runtimeDirectory().toString(),
                plan.workingDirectory()));
        if (!plan.hasCommand()) {
            words.addAll(PAUSE);
        } else if (plan.command().shell()) {
            words.addAll(List.of("/bin/sh", "-c", plan.command().value()));
        } else {
            words.add(plan.command().value());
            words.addAll(plan.command().arguments().stream().skip(1).toList());
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        builder.environment().put("RLIMITS", rlimits(plan.rlimits()));
        redirect(builder, plan);
        try {
            ProcessHandle process = builder.start().toHandle();
            disk.create(layout.pid(plan.id()), Long.toString(process.pid()));
            if (plan.gate()) {
                gate.accept((int) process.pid());
            }
            return track(plan.id(), process, exited);
        } catch (IOException e) {
            throw ContainerizerException.of(ErrorCode.LAUNCH_FAILED, "start", "/bin/sh", String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static void refuseIsolation(LaunchPlan plan) {
        if (!plan.cloneNamespaces().isEmpty()
                || !plan.enterNamespaces().isEmpty()
                || !plan.cgroups().isEmpty()
                || plan.rootfs().isPresent()
                || !plan.steps().isEmpty()
                || plan.capabilities().isPresent()
                || plan.terminal().isPresent()
                || plan.identity().uid() != 0) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "launch container",
                            plan.id().toString(),
                            "the posix launcher isolates nothing: no namespaces, cgroups, mounts, users or terminals")
                    .withHint("use --launcher=linux as root, or ask for less");
        }
    }

    private static void redirect(ProcessBuilder builder, LaunchPlan plan) {
        File nothing = new File("/dev/null");
        builder.redirectInput(plan.stdio().stdin() == 0 ? Redirect.INHERIT : Redirect.from(nothing));
        builder.redirectOutput(output(plan, plan.stdio().stdout(), 1, "stdout"));
        builder.redirectError(output(plan, plan.stdio().stderr(), 2, "stderr"));
    }

    private static Redirect output(LaunchPlan plan, int wanted, int own, String name) {
        if (wanted == Stdio.LOG) {
            return Redirect.appendTo(plan.sandbox().resolve(name).toFile());
        }
        return wanted == own ? Redirect.INHERIT : Redirect.DISCARD;
    }

    /** In what the shell counts, where the kernel counts bytes. */
    private static int unit(Rlimit.Type type) {
        return switch (type) {
            case FSIZE, CORE -> 512;
            case DATA, STACK, AS -> 1024;
            default -> 1;
        };
    }

    private static String rlimits(List<Rlimit> limits) {
        StringBuilder text = new StringBuilder();
        for (Rlimit limit : limits) {
            String option = switch (limit.type()) {
                case CPU -> "-t";
                case FSIZE -> "-f";
                case DATA -> "-d";
                case STACK -> "-s";
                case CORE -> "-c";
                case NOFILE -> "-n";
                case AS -> "-v";
                default ->
                    throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "set rlimit",
                            limit.type().name(),
                            "the posix launcher has no way to set it");
            };
            text.append(option)
                    .append('=')
                    .append(limit.soft() < 0 ? "unlimited" : Long.toString(limit.soft() / unit(limit.type())))
                    .append(' ');
        }
        return text.toString();
    }

    /** The supervisor sets them too, but has nobody to tell. */
    private static void checkRlimits(LaunchPlan plan) {
        if (plan.rlimits().isEmpty()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", TRY_RLIMITS).redirectError(Redirect.DISCARD);
        builder.environment().put("RLIMITS", rlimits(plan.rlimits()));
        String place;
        try {
            Process shell = builder.start();
            place = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw ContainerizerException.of(ErrorCode.LAUNCH_FAILED, "start", "/bin/sh", String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
        if (!place.isEmpty()) {
            Rlimit refused = plan.rlimits().get(Integer.parseInt(place));
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED,
                            "launch container " + plan.id() + ": set rlimit",
                            refused.type().name(),
                            "the shell cannot set it to " + refused.soft())
                    .withHint("only root may go beyond the hard limit, and nobody beyond the kernel's own maximum;"
                            + " see: ulimit -Ha");
        }
    }

    private InitProcess track(ContainerId id, ProcessHandle process, Runnable exited) {
        CompletableFuture<Void> dead = new CompletableFuture<>();
        running.put(id, new Running(process, dead));
        var _ = process.onExit().thenRun(() -> {
            dead.complete(null);
            exited.run();
        });
        return new InitProcess((int) process.pid(), -1);
    }

    @Override
    public void adopt(ContainerId id, String cgroupsRoot) {}

    @Override
    public Optional<InitProcess> find(ContainerId id, Runnable exited) {
        return living(id).map(process -> track(id, process, exited));
    }

    private Optional<ProcessHandle> living(ContainerId id) {
        Running known = running.get(id);
        if (known != null) {
            return known.supervisor.isAlive() ? Optional.of(known.supervisor) : Optional.empty();
        }
        return disk.read(layout.pid(id))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(layout.container(id).toString()));
    }

    @Override
    public OptionalInt livingInit(ContainerId id) {
        return living(id).map(p -> OptionalInt.of((int) p.pid())).orElse(OptionalInt.empty());
    }

    @Override
    public boolean everRan(ContainerId id) {
        return disk.exists(layout.pid(id));
    }

    @Override
    public OptionalInt exitStatus(ContainerId id) {
        return disk.read(layout.status(id))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .map(s -> OptionalInt.of(Integer.parseInt(s)))
                .orElse(OptionalInt.empty());
    }

    @Override
    public boolean revoke(ContainerId id) {
        return living(id).isEmpty();
    }

    @Override
    public boolean signal(ContainerId id, int signal) {
        Optional<ProcessHandle> process = living(id);
        process.ifPresent(p -> send(p, signal));
        return process.isPresent();
    }

    /** Java itself knows only two signals; kill(1) knows them all, and is on every POSIX system. */
    private static void send(ProcessHandle supervisor, int signal) {
        List<ProcessHandle> children = supervisor.children().toList();
        for (ProcessHandle child : children.isEmpty() ? List.of(supervisor) : children) {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw ContainerizerException.of(
                                ErrorCode.KERNEL,
                                "send signal " + signal + " to",
                                "" + child.pid(),
                                "kill(1) does not start")
                        .causedBy(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void kill(ContainerId id, Optional<InitProcess> init, Duration atMost) {
        Optional<ProcessHandle> process = living(id);
        if (process.isEmpty()) {
            return;
        }
        List<ProcessHandle> all = process.get().descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Running known = running.get(id);
        try {
            (known != null ? known.dead : process.get().onExit()).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ContainerizerException.of(
                    ErrorCode.DESTROY_FAILED, "kill processes of", id.toString(), "still there after " + atMost);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void forget(ContainerId id, Optional<InitProcess> init) {
        running.remove(id);
    }

    @Override
    public int openTerminal(ContainerId id) {
        throw ContainerizerException.of(
                ErrorCode.INVALID_SPEC, "open terminal of", id.toString(), "the posix launcher has no terminals");
    }

    @Override
    public void close() {
        running.clear();
    }
}
