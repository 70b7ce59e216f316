package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.launch.InitProcess;
import io.containerizer.launch.LaunchPlan;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One container in the hands of this engine: its state, and what is known of it so far. */
final class ManagedContainer {

    private volatile Container container;
    private final IsolatorSet isolators;
    private final CompletableFuture<Termination> exited = new CompletableFuture<>();
    private final CompletableFuture<Void> launchEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> destroying = new CompletableFuture<>();
    private volatile CompletableFuture<Termination> terminated = new CompletableFuture<>();
    private volatile ContainerState state;
    private volatile Optional<InitProcess> init = Optional.empty();
    private volatile Optional<LaunchPlan> unwritten = Optional.empty();
    private volatile Optional<Limitation> limitation = Optional.empty();
    private volatile Resources requests;
    private volatile Resources limits;

    ManagedContainer(Container container, IsolatorSet isolators, ContainerState initial) {
        this.container = container;
        this.isolators = isolators;
        this.state = initial;
        this.requests = container.spec().resources();
        this.limits = container.spec().limits();
        if (initial == ContainerState.RUNNING) {
            launchEnded.complete(null);
        }
    }

    Container container() {
        return container;
    }

    /** More of it has become known, or other volumes are asked for. */
    void replace(Container changed) {
        container = changed;
    }

    ContainerId id() {
        return container.id();
    }

    IsolatorSet isolators() {
        return isolators;
    }

    ContainerState state() {
        return state;
    }

    /** The next phase of the launch; fails it when the container has meanwhile been destroyed. */
    synchronized void to(ContainerState next) {
        if (state == ContainerState.DESTROYING) {
            throw destroyedBefore(next);
        }
        move(next);
    }

    ContainerizerException destroyedBefore(ContainerState next) {
        return ContainerizerException.of(
                ErrorCode.DESTROYED_DURING_LAUNCH,
                "launch container",
                id().toString(),
                "it was destroyed before it was " + next);
    }

    /** True for the one caller who has to carry the destruction out. */
    synchronized boolean startDestroying() {
        if (state == ContainerState.DESTROYING && terminated.isCompletedExceptionally()) {
            terminated = new CompletableFuture<>(); // the last try failed: another one
            return true;
        }
        if (state == ContainerState.DESTROYING || state == ContainerState.TERMINATED) {
            return false;
        }
        move(ContainerState.DESTROYING);
        destroying.complete(null);
        return true;
    }

    /** Completed as soon as somebody destroys it. */
    CompletableFuture<Void> destroying() {
        return destroying;
    }

    synchronized void finish() {
        move(ContainerState.TERMINATED);
    }

    private void move(ContainerState next) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException(id() + " cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /** Completed when the launch is through, one way or the other. */
    CompletableFuture<Void> launchEnded() {
        return launchEnded;
    }

    /** Completed as soon as it is known how the command ended. */
    CompletableFuture<Termination> exited() {
        return exited;
    }

    /** Completed when nothing but the record is left; exceptionally when something could not be removed. */
    CompletableFuture<Termination> terminated() {
        return terminated;
    }

    Optional<InitProcess> init() {
        return init;
    }

    void setInit(InitProcess process) {
        init = Optional.of(process);
    }

    void launched(InitProcess process, LaunchPlan by) {
        init = Optional.of(process);
        unwritten = Optional.of(by);
    }

    /** The plan it was launched by, as long as it is not on disk. */
    Optional<LaunchPlan> unwrittenPlan() {
        return unwritten;
    }

    /** Hands the plan to {@code writer} unless it was written before, or the container is being taken away. */
    synchronized void writePlanWhileRunning(Consumer<LaunchPlan> writer) {
        if (state == ContainerState.RUNNING) {
            writePlan(writer);
        }
    }

    synchronized void writePlan(Consumer<LaunchPlan> writer) {
        unwritten.ifPresent(writer);
        unwritten = Optional.empty();
    }

    Optional<Limitation> limitation() {
        return limitation;
    }

    /** The first limitation counts. */
    synchronized void exceeded(Limitation what) {
        if (limitation.isEmpty()) {
            limitation = Optional.of(what);
        }
    }

    LiveContainer told() {
        Container known = container;
        return new LiveContainer(
                known.spec(), known.sandbox(), state, known.root().isPresent(), requests, limits);
    }

    /** The pid of its init while it lives. */
    OptionalInt livingInit() {
        return exited.isDone() || state == ContainerState.TERMINATED
                ? OptionalInt.empty()
                : init.map(process -> OptionalInt.of(process.pid())).orElse(OptionalInt.empty());
    }

    Resources requests() {
        return requests;
    }

    Resources limits() {
        return limits;
    }

    void setResources(Resources newRequests, Resources newLimits) {
        requests = newRequests;
        limits = newLimits;
    }
}
