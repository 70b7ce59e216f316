package io.containerizer.cli;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Stdio;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.RemoteContainers;
import io.containerizer.lifecycle.Containerizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a command in a new container. */
final class RunCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.running(
                    "run",
                    "[[--] CMD [ARG...]]",
                    1,
                    "Run a command in a new container.",
                    RunOptions.ALL,
                    List.of(
                            "run -- sh -c 'echo hello from $$; ps -e'",
                            "run --cpus=0.5 --mem=256MB --rlimit NOFILE=1024 -- make test",
                            "run -it --rootfs=/srv/debian --volume /etc/resolv.conf:/etc/resolv.conf:ro -- bash",
                            "run --image=busybox -- ls -l /bin",
                            "run --image=registry.example.org/team/app:7 --platform=linux/arm64 --pull=always",
                            "run --image=app --args -- --verbose",
                            "run -d --name web --shell 'exec python3 -m http.server'",
                            "run --isolation=filesystem/linux,cgroups/cpu --cgroups_enable_cfs --cpus=1 -- ./burn"))
            .withDetails(
                    "CMD may be left out with --image, whose own command then runs; --shell stands in its place.",
                    "The engine is part of this program: nothing else needs to run. The command's output is kept in the "
                            + "sandbox, in the files stdout and stderr, and shown while it comes. The signals HUP, "
                            + "INT, TERM, USR1 and USR2 are passed on to the command; the third Ctrl-C in a row kills "
                            + "it. QUIT (Ctrl-\\) is passed on only with --tty; otherwise it does nothing, and there "
                            + "is: containerizer kill -s QUIT.",
                    "Without --isolation a container of root has filesystem/linux, namespaces/pid, cgroups/cpu and "
                            + "cgroups/mem, and what its other options need (--cgroups_pids_max adds cgroups/pids); one that this host cannot support is left "
                            + "out with a warning (see: containerizer doctor). Other users' containers have "
                            + "filesystem/posix, posix/cpu and posix/mem: they are accounted, not isolated.",
                    "The exit code is the command's, or 128 and the number of the signal that killed it; 137 also when it "
                            + "went over a limit; 125 when the engine failed, 126 when the command cannot be executed, "
                            + "127 when it does not exist, 141 when nobody reads the output any more.",
                    "Record and sandbox go with the end of the command, unless --keep or --detach is given. If this program is "
                            + "killed before, they stay until: containerizer rm ID.")
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int failed(ContainerizerException failure) {
        return ExitCode.passingOn(failure);
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean detach = arguments.has(RunOptions.DETACH);
        Terminals terminals = new Terminals(arguments);
        Remote.checkUnused(arguments);
        if (!Remote.is(arguments)) {
            LinuxOptions.check(arguments);
        }
        if (detach && (terminals.wanted() || terminals.input()) && !Remote.is(arguments)) {
            throw arguments.usage(
                    "--detach leaves nobody to type or to look: not together with --tty or --interactive");
        }
        ContainerSpec.Builder builder = new RunRequest(arguments).spec();
        terminals.size().ifPresent(size -> {
            builder.terminal(size);
            builder.environment(Terminals.environment());
        });
        return Remote.is(arguments)
                ? remote(arguments, builder.build(), terminals, output)
                : local(arguments, builder, terminals, output);
    }

    private static int local(Arguments arguments, ContainerSpec.Builder builder, Terminals terminals, Output output) {
        if (terminals.input()) {
            builder.stdio(Stdio.SANDBOX.withStdin(0));
        }
        ContainerSpec spec = builder.build();
        new RunImage(arguments, output).fetch(spec);
        try (Containerizer engine = new DefaultIsolation(arguments, output).open()) {
            if (arguments.has(RunOptions.DETACH)) {
                output.out().println(engine.launch(spec).id());
                return ExitCode.OK;
            }
            Path sandbox = Directories.of(arguments).layout().sandbox(spec.id());
            int code = new Foreground(Runner.of(engine), output)
                    .run(spec, container -> terminals.wanted() ? terminals.bridge(container) : logs(sandbox, output));
            if (!arguments.has(RunOptions.KEEP)) {
                engine.remove(spec.id());
            }
            return code;
        }
    }

    private static int remote(Arguments arguments, ContainerSpec spec, Terminals terminals, Output output) {
        new RunImage(arguments, output).fetch(spec);
        try (AgentClient agent = Remote.client(arguments)) {
            RemoteRunner runner = new RemoteRunner(new RemoteContainers(agent), terminals, output);
            if (arguments.has(RunOptions.DETACH)) {
                output.out().println(runner.launch(spec).id());
                return ExitCode.OK;
            }
            int code = new Foreground(runner, output).run(spec, runner::attach);
            if (!arguments.has(RunOptions.KEEP)) {
                runner.remove(spec.id());
            }
            return code;
        }
    }

    private static Attachment logs(Path sandbox, Output output) {
        return LogFollower.of(sandbox, Optional.of(output.rawOut()), Optional.of(output.rawErr()));
    }
}
