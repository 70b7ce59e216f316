package io.containerizer.cli;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Stdio;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.RemoteContainers;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;

/** Runs a command inside a running container: in its namespaces and cgroups, as a container nested in it. */
final class ExecCommand implements Subcommand {

    private static final int SUFFIX_LENGTH = 6;

    static final Syntax SYNTAX = Syntax.running(
                    "exec",
                    "ID [--] CMD [ARG...]",
                    2,
                    "Run a command in a running container.",
                    List.of(RunOptions.SHELL, RunOptions.INTERACTIVE, RunOptions.TTY, RunOptions.ENV, RunOptions.USER),
                    List.of(
                            "exec web -- ps -e",
                            "exec -it web -- bash",
                            "exec -i web -- tar -x < files.tar",
                            "exec --user nobody web --shell 'id; pwd'"))
            .withDetails(
                    "The command gets this program's own stdout and stderr (and stdin with -i), or a terminal with -t; "
                            + "nothing of it is kept. Exit codes are as with run.")
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
        List<String> words = arguments.words("no container is named");
        Command command = command(arguments, words.subList(1, words.size()));
        try (Host host = Host.of(arguments, output)) {
            StoredContainer parent = host.find(words.getFirst());
            ContainerSpec.Builder spec = spec(arguments, parent, command);
            Terminals terminals = new Terminals(arguments);
            terminals.size().ifPresent(size -> {
                spec.terminal(size);
                spec.environment(Terminals.environment());
            });
            try {
                return Remote.is(arguments)
                        ? remote(arguments, spec.build(), terminals, output)
                        : local(arguments, parent, spec, terminals, output);
            } catch (ContainerizerException e) {
                throw ended(e, parent);
            }
        }
    }

    private static ContainerSpec.Builder spec(Arguments arguments, StoredContainer parent, Command command) {
        ContainerId id = parent.id().child("exec-" + RunRequest.randomId().substring(0, SUFFIX_LENGTH));
        return ContainerSpec.builder(id, command)
                .containerClass(ContainerClass.DEBUG)
                .user(arguments.one(RunOptions.USER).orElse(""));
    }

    private static int local(
            Arguments arguments,
            StoredContainer parent,
            ContainerSpec.Builder spec,
            Terminals terminals,
            Output output) {
        LinuxOptions.check(arguments, parent.launcher());
        spec.stdio(new Stdio(terminals.input() ? 0 : Stdio.NULL, 1, 2)).keep(false);
        try (Engines engines = new Engines(() -> AgentFlags.of(arguments))) {
            Containerizer engine = engines.forLaunchIn(parent);
            return new Foreground(Runner.of(engine), output)
                    .run(spec.build(), container -> terminals.wanted() ? terminals.bridge(container) : Attachment.NONE);
        }
    }

    private static int remote(Arguments arguments, ContainerSpec spec, Terminals terminals, Output output) {
        try (AgentClient agent = Remote.client(arguments)) {
            RemoteRunner runner = new RemoteRunner(new RemoteContainers(agent), terminals, output);
            int code = new Foreground(runner, output).run(spec, runner::attach);
            runner.remove(spec.id());
            return code;
        }
    }

    private static ContainerizerException ended(ContainerizerException e, StoredContainer parent) {
        return e.code() == ErrorCode.NOT_RUNNING && e.hint().isEmpty()
                ? e.withHint("what it left is in: containerizer logs " + parent.id())
                : e;
    }

    private static Command command(Arguments arguments, List<String> words) {
        boolean line = arguments.has(RunOptions.SHELL);
        if (line == !words.isEmpty()) {
            throw arguments.usage(
                    line ? "--shell runs a line, so there can be no other command" : "no command is named");
        }
        Command command = line ? Command.shell(arguments.one(RunOptions.SHELL).orElseThrow()) : Command.of(words);
        return command.withEnvironment(RunRequest.environment(arguments));
    }
}
