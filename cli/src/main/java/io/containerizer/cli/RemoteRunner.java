package io.containerizer.cli;

import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import io.containerizer.cli.remote.ContainerOutput;
import io.containerizer.cli.remote.RemoteContainers;
import io.containerizer.lifecycle.LaunchedContainer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Launches one container by an agent and stays with it. */
final class RemoteRunner implements Runner {

    private final RemoteContainers containers;
    private final Terminals terminals;
    private final Output output;
    private @Nullable ContainerOutput session;

    RemoteRunner(RemoteContainers containers, Terminals terminals, Output output) {
        this.containers = containers;
        this.terminals = terminals;
        this.output = output;
    }

    @Override
    public LaunchedContainer launch(ContainerSpec spec) {
        boolean pipe = terminals.input() && !terminals.wanted();
        if (spec.containerClass() == ContainerClass.DEBUG) {
            session = containers.session(spec, pipe);
        } else {
            containers.launch(spec, pipe);
        }
        CompletableFuture<Termination> end = containers.await(spec.id());
        return new LaunchedContainer(spec.id(), 0, OptionalInt.empty(), end, end);
    }

    /** For a container that {@link #launch} has launched. */
    Attachment attach(LaunchedContainer container) {
        ContainerId id = container.id();
        if (terminals.wanted()) {
            return terminals.bridge(new RemoteTerminal(open(id), containers.input(id)));
        }
        Attachment shown =
                new RemoteOutput(follow -> open(id), Optional.of(output.rawOut()), Optional.of(output.rawErr()));
        return terminals.input() ? new InputPump(containers.input(id), shown, output) : shown;
    }

    private ContainerOutput open(ContainerId id) {
        return session == null ? containers.output(id, true, true, true) : session;
    }

    @Override
    public boolean kill(ContainerId id, int signal) {
        return containers.kill(id, signal);
    }

    @Override
    public CompletableFuture<Termination> destroy(ContainerId id) {
        containers.kill(id, SignalNames.KILL);
        return containers.await(id);
    }

    /** Takes away what is left of a container that has ended, which is no matter where it is gone. */
    void remove(ContainerId id) {
        try {
            containers.remove(id);
        } catch (ContainerizerException e) {
            output.warn("container " + id + " is still known to its agent: " + e.getMessage());
        }
    }
}
