package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Termination;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.ContainerOutput;
import io.containerizer.cli.remote.RemoteContainers;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Connects this terminal, or these streams, with a running container of an agent. */
final class AttachCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "attach",
                    "--agent=HOST:PORT ID",
                    "See what a container of an agent writes, and type into it.",
                    List.of(RunOptions.INTERACTIVE),
                    List.of("attach --agent=127.0.0.1:5051 web", "attach -i --agent=unix:/run/agent.sock shell"))
            .withDetails(
                    "What the container writes from now on is shown until it ends; its exit code is this program's, too. "
                            + "With -i what is typed, or comes by a pipe, goes to the container, if that was "
                            + "launched with --tty or --interactive. At a terminal that is connected with a container's "
                            + "the keys Ctrl-P Ctrl-Q leave it without ending anything.",
                    "A container that no agent looks after has nobody to attach to: see what it writes with logs -f.")
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int failed(ContainerizerException failure) {
        return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.passingOn(failure);
    }

    @Override
    public int run(Arguments arguments, Output output) {
        String word = arguments.word("no container is named");
        if (!Remote.is(arguments)) {
            throw arguments.usage("--agent is missing: without an agent nobody has the other end of a container's "
                    + "streams; there is: containerizer logs -f " + word);
        }
        try (AgentClient agent = Remote.client(arguments)) {
            RemoteContainers containers = new RemoteContainers(agent);
            return stay(containers, new RemoteHost(agent).find(word), new Terminals(arguments), output);
        }
    }

    private static int stay(
            RemoteContainers containers, StoredContainer container, Terminals terminals, Output output) {
        ContainerId id = container.id();
        CompletableFuture<Termination> end = containers.await(id);
        DetachKeys keys = new DetachKeys();
        try (Attachment attachment = attach(containers, container, terminals, keys, output)) {
            attachment.follow(end);
            if (!keys.pressed()) {
                var _ = end.join();
                attachment.drain();
            }
        } catch (OutputClosedException e) {
            return ExitCode.OUTPUT_CLOSED;
        }
        // Only now: this terminal is as it was.
        if (keys.pressed()) {
            output.complain("left container " + id + ", which goes on");
            return ExitCode.OK;
        }
        Ending.complain(end.join(), output);
        return end.join().finalCode();
    }

    private static Attachment attach(
            RemoteContainers containers,
            StoredContainer container,
            Terminals terminals,
            DetachKeys keys,
            Output output) {
        ContainerId id = container.id();
        ContainerOutput written;
        try {
            written = containers.attach(id);
        } catch (ContainerizerException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? ContainerizerException.of(
                                    ErrorCode.NOT_RUNNING, "attach to", id.toString(), "the container has ended")
                            .withHint("what it left is shown by: containerizer logs")
                    : e;
        }
        boolean both = container.spec().terminal().isPresent() && terminals.input() && terminals.isHere();
        if (both) {
            return terminals.bridge(new RemoteTerminal(written, containers.input(id)), keys);
        }
        Attachment shown =
                new RemoteOutput(follow -> written, Optional.of(output.rawOut()), Optional.of(output.rawErr()));
        return terminals.input() ? new InputPump(containers.input(id), shown, output) : shown;
    }
}
