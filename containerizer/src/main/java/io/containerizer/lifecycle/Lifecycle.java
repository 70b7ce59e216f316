package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Termination;
import io.containerizer.launch.InitProcess;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The containers that an engine has in hand, and their way from launch or recovery to the end. */
final class Lifecycle implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());

    private final EngineParts parts;
    private final IsolatorSet isolators;
    private final LaunchSequence launchSequence;
    private final DestroySequence destroySequence;
    private final NewContainers newContainers;
    private final ForeignContainers foreign;
    private final Map<ContainerId, ManagedContainer> containers = new ConcurrentHashMap<>();
    private final LaunchesInFlight inFlight = new LaunchesInFlight();
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final LastingContainers lasting = new LastingContainers(this::inBackground, this::onLasting);

    Lifecycle(EngineParts parts, IsolatorSet isolators, DestroySequence destroySequence, RuntimeView view) {
        this.parts = parts;
        this.isolators = isolators;
        this.launchSequence = new LaunchSequence(parts);
        this.destroySequence = destroySequence;
        this.newContainers = new NewContainers(parts);
        this.foreign = new ForeignContainers(parts, view, stored -> recovery().adoptOne(stored));
    }

    /** Those in hand; of the ended ones, only those that are kept. */
    Collection<ManagedContainer> all() {
        return containers.values();
    }

    Optional<ManagedContainer> find(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** Its record is gone. */
    void drop(ContainerId id) {
        containers.remove(id);
    }

    Recovery recovery() {
        return new Recovery(parts, new Successor());
    }

    LaunchedContainer launch(ContainerSpec requested) {
        long began = System.nanoTime();
        ContainerSpec spec =
                parts.defaultInfo.map(info -> info.applyTo(requested)).orElse(requested);
        StoredContainer stored = newContainers.record(spec);
        Container container = parts.container(stored);
        ManagedContainer managed = new ManagedContainer(container, isolators, ContainerState.STARTING);
        if (containers.putIfAbsent(spec.id(), managed) != null) {
            throw ContainerizerException.of(
                    ErrorCode.ALREADY_EXISTS, "create container", spec.id().toString(), "there is one of this name");
        }
        inFlight.begin(managed);
        try {
            parts.store.create(stored);
        } catch (RuntimeException e) {
            inFlight.end(managed);
            containers.remove(spec.id(), managed);
            throw e;
        }
        parts.counters.ended(LaunchPhase.RECORD, began);
        try {
            launchSequence.run(managed, stored, () -> onExit(managed));
        } catch (RuntimeException e) {
            managed.launchEnded().complete(null);
            undo(managed, e);
            throw e;
        }
        managed.launchEnded().complete(null);
        lasting.add(managed);
        InitProcess init = managed.init().orElseThrow();
        return new LaunchedContainer(spec.id(), init.pid(), init.terminal(), managed.exited(), managed.terminated());
    }

    private void undo(ManagedContainer managed, RuntimeException cause) {
        inFlight.end(managed);
        try {
            destroyAndWait(managed);
        } catch (CompletionException e) {
            cause.addSuppressed(e.getCause());
        }
        containers.remove(managed.id(), managed);
    }

    void inBackground(Runnable task) {
        if (!work.isShutdown()) {
            work.execute(task);
        }
    }

    /** For shorter ones neither is of use: what befell them is asked at the end. */
    private void onLasting(ManagedContainer managed) {
        inFlight.end(managed);
        writePlan(managed);
        watch(managed);
    }

    private void writePlan(ManagedContainer managed) {
        try {
            managed.writePlanWhileRunning(parts.store::writePlan);
        } catch (ContainerizerException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> managed.id() + " goes on without a checkpoint of its launch plan: " + e.getMessage());
        }
    }

    private void watch(ManagedContainer managed) {
        try {
            managed.isolators().watch(managed.container(), limitation -> {
                managed.exceeded(limitation);
                work.execute(() -> destroy(managed));
            });
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "cannot watch " + managed.id() + ": " + e.getMessage());
        }
    }

    /** On the poller's thread: says what is known at once, leaves the rest to others. */
    private void onExit(ManagedContainer managed) {
        int status = parts.launcher.exitStatus(managed.id()).orElse(Termination.KILLED);
        managed.exited().complete(Termination.of(status));
        inFlight.end(managed);
        var _ = managed.launchEnded()
                .thenRun(() -> inBackground(() -> {
                    inFlight.awaitQuiet();
                    destroy(managed);
                }));
    }

    /** The end is the same for all callers; a container of another engine is killed, and that engine cleans up. */
    CompletableFuture<Termination> destroy(ContainerId id) {
        ManagedContainer managed = containers.get(id);
        return managed == null
                ? foreign.destroy(id, work)
                : CompletableFuture.supplyAsync(() -> destroyAndWait(managed), work);
    }

    CompletableFuture<Termination> await(ContainerId id) {
        ManagedContainer managed = containers.get(id);
        return managed == null ? foreign.await(id, work) : managed.terminated();
    }

    private Termination destroyAndWait(ManagedContainer managed) {
        destroy(managed);
        return managed.terminated().join();
    }

    /** Carries the destruction out, unless somebody else does. */
    private void destroy(ManagedContainer managed) {
        if (!managed.startDestroying()) {
            return;
        }
        CompletableFuture<Termination> result = managed.terminated();
        try {
            Termination termination = destroySequence.run(managed, this::destroyChild);
            managed.finish();
            if (!managed.container().spec().keep()) {
                containers.remove(managed.id(), managed);
            }
            managed.exited().complete(termination);
            result.complete(termination);
        } catch (RuntimeException e) {
            parts.counters.destroyErrors.increment();
            LOG.log(System.Logger.Level.ERROR, () -> "destroy of " + managed.id() + " failed: " + e.getMessage());
            result.completeExceptionally(e);
        }
    }

    private void destroyChild(ContainerId child) {
        destroy(child).join();
    }

    /** For recovery: containers of dead engines become this one's. */
    private final class Successor implements Recovery.Engine {

        @Override
        public boolean has(ContainerId id) {
            return containers.containsKey(id);
        }

        @Override
        public void takeUp(Recovery.Found found) {
            Container container = parts.container(found.stored());
            IsolatorSet set = parts.isolators(found.stored());
            ManagedContainer managed = new ManagedContainer(container, set, ContainerState.RUNNING);
            containers.put(container.id(), managed);
            set.recover(List.of(container), found.known());
            parts.launcher.adopt(container.id(), new FlagValues(found.stored().flags()).get(EngineFlags.CGROUPS_ROOT));
            Optional<InitProcess> init =
                    found.alive() ? parts.launcher.find(container.id(), () -> onExit(managed)) : Optional.empty();
            init.ifPresent(process -> {
                managed.setInit(process);
                set.isolate(container, process.pid());
            });
        }

        @Override
        public void settle(Recovery.Found found) {
            ManagedContainer managed = containers.get(found.stored().id());
            if (managed == null) {
                return; // it has ended meanwhile
            }
            boolean lives = managed.init().isPresent();
            if (lives && found.stored().spec().containerClass() != ContainerClass.DEBUG) {
                watch(managed);
                return;
            }
            if (found.everRan() && !lives) {
                managed.setInit(new InitProcess(0, -1)); // it ran, so its end is worth a record
            }
            destroyAndWait(managed);
            if (managed.container().spec().keep()) {
                containers.remove(managed.id()); // its record says the rest
            }
        }
    }

    /** Leaves the containers running. */
    @Override
    public void close() {
        work.shutdown();
        lasting.drain(this::writePlan);
    }
}
