package io.containerizer.agent.streams;

import io.containerizer.api.ContainerId;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.PipeCalls;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The inputs of containers that have one, and the ends of their outputs. */
public final class Attachments implements AutoCloseable {

    private final Syscalls calls;
    private final PipeCalls pipes;
    private final Poller poller;
    private final Map<ContainerId, Input> inputs = new ConcurrentHashMap<>();
    private final Map<ContainerId, CompletableFuture<?>> outputs = new ConcurrentHashMap<>();

    public Attachments(Syscalls calls, PipeCalls pipes) {
        this.calls = calls;
        this.pipes = pipes;
        this.poller = new Poller(calls);
    }

    /** A pipe for a command to read from. */
    public PipeCalls.Pipe pipe() {
        return pipes.pipe();
    }

    public void close(int fd) {
        pipes.close(fd);
    }

    /**
     * The container reads from a pipe.
     *
     * @param writing its other end
     * @param ended done when the container's command has ended
     */
    public void addPipe(ContainerId id, int writing, CompletableFuture<?> ended) {
        add(id, new Input(pipes, calls, poller, writing, false, ended), ended);
    }

    /**
     * The container has a terminal, of which the output is kept from now on.
     *
     * @param master a descriptor of its master side, this object's own from now on
     */
    public void addTerminal(ContainerId id, int master, Path sandbox, CompletableFuture<?> ended) {
        int forInput = pipes.duplicate(master);
        CompletableFuture<Void> drained = TerminalLog.start(calls, poller, master, sandbox);
        outputs.put(id, CompletableFuture.allOf(drained, ended));
        add(id, new Input(pipes, calls, poller, forInput, true, ended), ended);
    }

    private void add(ContainerId id, Input input, CompletableFuture<?> ended) {
        inputs.put(id, input);
        var _ = ended.whenComplete((end, failure) -> {
            inputs.remove(id, input);
            outputs.remove(id);
        });
    }

    public Optional<Input> input(ContainerId id) {
        return Optional.ofNullable(inputs.get(id));
    }

    /**
     * When nothing more is written to a container's files.
     *
     * @param ended done when the container's command has ended
     */
    public CompletableFuture<?> outputEnd(ContainerId id, CompletableFuture<?> ended) {
        return Optional.<CompletableFuture<?>>ofNullable(outputs.get(id)).orElse(ended);
    }

    /** Follows the output of a container in its sandbox. */
    public Output output(Path sandbox, boolean fromEnd) {
        return Output.of(calls, sandbox, fromEnd);
    }

    @Override
    public void close() {
        inputs.values().forEach(Input::close);
        poller.close();
    }
}
