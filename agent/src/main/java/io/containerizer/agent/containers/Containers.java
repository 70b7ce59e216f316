package io.containerizer.agent.containers;

import io.containerizer.agent.streams.Attachments;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Stdio;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Inspection;
import io.containerizer.lifecycle.LaunchedContainer;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.linux.syscall.PipeCalls;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Containers as an agent has them: an id can be used again as soon as its container has ended, and yet it can be asked
 * for a while how that container ended. May be called from any thread.
 */
public final class Containers implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Containers.class.getName());

    private final Containerizer engine;
    private final Attachments attachments;
    private final Results results;

    /**
     * @param attachments this object's own
     * @param timer where the results are looked through every now and then
     */
    public Containers(
            Containerizer engine,
            Attachments attachments,
            ResultPolicy policy,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.engine = engine;
        this.attachments = attachments;
        this.results = new Results(policy, clock);
        long millis = results.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::expire), millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes up what an earlier agent left: its containers that live, and the results of those that do not.
     *
     * @return how many could not be taken up
     */
    public long recover() {
        engine.recover();
        long failures = 0;
        for (ContainerView view : engine.containers()) {
            try {
                takeUp(view);
            } catch (ContainerizerException e) {
                failures++;
                LOG.log(System.Logger.Level.ERROR, "take up container " + view.id() + ": " + e.getMessage());
            }
        }
        return failures;
    }

    private void takeUp(ContainerView view) {
        ContainerId id = view.id();
        if (view.termination().isEmpty()) {
            CompletableFuture<Termination> end = engine.await(id);
            noteIfTop(id, end);
            if (view.stored().spec().terminal().isPresent()) {
                attachAgain(view, end);
            }
        } else if (!id.isNested()) {
            results.add(id, engine.endTime(id).orElse(Instant.EPOCH));
        }
    }

    private void attachAgain(ContainerView view, CompletableFuture<Termination> end) {
        try {
            attachments.addTerminal(
                    view.id(), engine.openTerminal(view.id()), view.stored().sandbox(), end);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, "no terminal of container " + view.id() + ": " + e.getMessage());
        }
    }

    /** What became of a request to launch. */
    public enum Launch {
        STARTED,
        /** There is a container of this id that has not ended: the request had no effect. */
        ALREADY_THERE
    }

    /**
     * @throws ContainerizerException when it failed; then nothing is left of the container
     */
    public Launch launch(ContainerSpec spec) {
        for (; ; ) {
            try {
                start(spec);
                return Launch.STARTED;
            } catch (ContainerizerException e) {
                if (e.code() != ErrorCode.ALREADY_EXISTS
                        || !e.subject().equals(spec.id().toString())) {
                    throw e;
                }
                if (!freeIfEnded(spec.id())) {
                    return Launch.ALREADY_THERE;
                }
            }
        }
    }

    private void start(ContainerSpec spec) {
        LaunchedContainer launched = engine.launch(spec);
        launched.terminal().ifPresent(master -> keepTerminal(spec.id(), master, launched.terminated()));
        noteIfTop(spec.id(), launched.terminated());
    }

    /** It may have ended, and somebody may have removed it, before it comes to this. */
    private void keepTerminal(ContainerId id, int master, CompletableFuture<Termination> ended) {
        sandbox(id)
                .ifPresentOrElse(
                        sandbox -> attachments.addTerminal(id, master, sandbox, ended),
                        () -> attachments.close(master));
    }

    /** Starts a container that reads what is sent to its input. */
    public Launch launchWithInput(ContainerSpec request) {
        PipeCalls.Pipe pipe = attachments.pipe();
        try {
            ContainerSpec spec = request.toBuilder()
                    .stdio(Stdio.SANDBOX.withStdin(pipe.reading()))
                    .build();
            Launch result = launch(spec);
            Optional<CompletableFuture<Termination>> end = result == Launch.STARTED ? end(spec.id()) : Optional.empty();
            end.ifPresentOrElse(
                    ended -> attachments.addPipe(spec.id(), pipe.writing(), ended),
                    () -> attachments.close(pipe.writing()));
            return result;
        } catch (ContainerizerException e) {
            attachments.close(pipe.writing());
            throw e;
        } finally {
            attachments.close(pipe.reading());
        }
    }

    /** Where the container's files are; nothing for an unknown one. */
    public Optional<Path> sandbox(ContainerId id) {
        return engine.find(id).map(view -> view.stored().sandbox());
    }

    public Attachments attachments() {
        return attachments;
    }

    /** Takes away what is left of an earlier container of this id. */
    private boolean freeIfEnded(ContainerId id) {
        Optional<ContainerView> there = engine.find(id);
        if (there.isEmpty()) {
            return true;
        }
        if (there.get().termination().isEmpty()) {
            return false;
        }
        removeEnded(id);
        return true;
    }

    private void noteIfTop(ContainerId id, CompletableFuture<Termination> end) {
        if (!id.isNested()) {
            var _ = end.thenRun(() -> results.add(id));
        }
    }

    /** How the container ends, or ended; nothing for an unknown one. */
    public Optional<CompletableFuture<Termination>> end(ContainerId id) {
        try {
            return Optional.of(engine.await(id));
        } catch (ContainerizerException e) {
            return ifKnown(e);
        }
    }

    private static <T> Optional<T> ifKnown(ContainerizerException e) {
        if (e.code() == ErrorCode.NOT_FOUND) {
            return Optional.empty();
        }
        throw e;
    }

    /** Sends a signal to the container's command; one that has no process yet is destroyed. False: it is unknown, or has ended. */
    public boolean kill(ContainerId id, int signal) {
        Optional<ContainerView> view = engine.find(id);
        if (view.isEmpty() || view.get().termination().isPresent()) {
            return false;
        }
        if (view.get().state() == ContainerState.STARTING) {
            var _ = engine.destroy(id);
            return true;
        }
        return engine.kill(id, signal);
    }

    /** Ends the container with all its processes. */
    public CompletableFuture<Termination> destroy(ContainerId id) {
        return engine.destroy(id);
    }

    /**
     * Removes the result and the sandbox of a container that has ended; for one that is unknown, what may be left of its sandbox.
     *
     * @throws ContainerizerException STILL_RUNNING
     */
    public void remove(ContainerId id) {
        if (engine.find(id).isPresent()) {
            removeEnded(id);
        } else {
            engine.removeSandbox(id);
        }
    }

    private void removeEnded(ContainerId id) {
        try {
            engine.remove(id);
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.NOT_FOUND) { // somebody else was faster
                throw e;
            }
        }
        results.remove(id);
    }

    private void expire() {
        for (ContainerId id : results.takeExpired()) {
            try {
                engine.forget(id);
            } catch (ContainerizerException e) {
                if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.STILL_RUNNING) {
                    LOG.log(System.Logger.Level.WARNING, "forget container " + id + ": " + e.getMessage());
                }
            }
        }
    }

    public Optional<ContainerView> find(ContainerId id) {
        return engine.find(id);
    }

    /** All that something is known of, parents before their children. Asks the disk. */
    public List<ContainerView> all() {
        return engine.containers();
    }

    /** All that is known of a container. */
    public Inspection inspect(ContainerView container) {
        return Inspection.of(engine, container);
    }

    /** Those that have not ended, parents before their children; without a look at the disk. */
    public List<LiveContainer> living() {
        return engine.live();
    }

    /** Removes images that no container uses, but for those of these names. */
    public void pruneImages(List<String> excluded) {
        var _ = engine.pruneImages(excluded);
    }

    public ResourceStatistics usage(ContainerId id) {
        return engine.usage(id);
    }

    public ContainerStatus status(ContainerId id) {
        return engine.status(id);
    }

    /** Leaves the containers running. */
    @Override
    public void close() {
        attachments.close();
        engine.close();
    }
}
