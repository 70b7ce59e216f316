package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Identity;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.image.store.Pruned;
import io.containerizer.launch.InitProcess;
import io.containerizer.launch.LaunchPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The engine: launches, isolates, accounts and destroys containers. It needs no daemon; several engines, also of other
 * processes, may use the same directories at once, each with its own containers.
 *
 * <p>Containers outlive their engine. {@link #recover} lets an engine take over what a dead one left.
 *
 * <pre>{@code
 * try (Containerizer engine = Containerizer.open(new FlagValues(Map.of("isolation", "filesystem/linux,namespaces/pid")))) {
 *     LaunchedContainer c = engine.launch(ContainerSpec.builder(ContainerId.random(), Command.of("true")).build());
 *     System.out.println(c.terminated().join().exitCode());
 * }
 * }</pre>
 *
 * <p>Every method throws {@link ContainerizerException}. All may be called from any thread.
 */
public final class Containerizer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Containerizer.class.getName());

    private final EngineParts parts;
    private final IsolatorSet isolators;
    private final LaunchSequence launchSequence;
    private final DestroySequence destroySequence;
    private final RuntimeView view;
    private final ContainerReport report;
    private final VolumeUpdate volumeUpdate;
    private final Map<ContainerId, ManagedContainer> containers = new ConcurrentHashMap<>();
    private final LaunchesInFlight inFlight = new LaunchesInFlight();
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final LastingContainers lasting = new LastingContainers(this::inBackground, this::onLasting);

    private Containerizer(EngineParts parts, IsolatorSet isolators) {
        this.parts = parts;
        this.isolators = isolators;
        this.launchSequence = new LaunchSequence(parts);
        this.destroySequence = new DestroySequence(parts);
        this.view = new RuntimeView(parts);
        this.report = new ContainerReport(parts);
        this.volumeUpdate = new VolumeUpdate(parts);
    }

    /**
     * Makes an engine by its flags; see {@link EngineFlags} and each isolator's page. What is wrong with them, or missing
     * on the host, is said now and not at the first launch. Containers that a dead engine left in the middle of a launch
     * or after their end are cleaned up; living ones are left alone until {@link #recover}.
     */
    public static Containerizer open(FlagValues flags) {
        return open(flags, Seams.real());
    }

    /** The same with other hands and eyes. */
    public static Containerizer open(FlagValues flags, Seams seams) {
        EngineParts parts = new EngineParts(flags, seams);
        try {
            Containerizer engine = new Containerizer(parts, parts.isolators());
            engine.recovery().sweep();
            engine.inBackground(engine::sweepVolumes);
            return engine;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private Recovery recovery() {
        return new Recovery(parts, new Successor());
    }

    /** Takes over the living containers of engines that are dead. */
    public void recover() {
        recovery().adoptLiving();
    }

    /** Starts a container; returns when its command runs. When it fails, nothing is left of the container. */
    public LaunchedContainer launch(ContainerSpec requested) {
        try {
            LaunchedContainer launched = launchUncounted(requested);
            parts.counters.launches.increment();
            return launched;
        } catch (RuntimeException e) {
            parts.counters.launchErrors.increment();
            throw e;
        }
    }

    private LaunchedContainer launchUncounted(ContainerSpec requested) {
        long began = System.nanoTime();
        ContainerSpec spec =
                parts.defaultInfo.map(info -> info.applyTo(requested)).orElse(requested);
        StoredContainer stored = store(spec);
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

    private StoredContainer store(ContainerSpec spec) {
        Optional<StoredContainer> parent = spec.id().parent().map(p -> {
            if (parts.store.termination(p).isPresent()) {
                throw ContainerizerException.of(
                        ErrorCode.NOT_RUNNING, "launch in", p.toString(), "the parent container has ended");
            }
            return parts.store.find(p).orElseThrow(() -> parts.notFound("launch in", p));
        });
        Identity identity = spec.image().isPresent()
                ? Identity.ROOT // until its image is there
                : parts.images.users().resolve(spec, parent);
        return new StoredContainer(
                spec,
                identity,
                spec.sandbox().orElseGet(() -> parts.layout.sandbox(spec.id())),
                parts.isolation,
                parts.recordedFlags(),
                parts.identity.name(),
                parts.launcher.name(),
                parts.clock.millis() / 1000.0,
                cgroupOwner(spec, parent).toString());
    }

    /** A nested container lives in its parent's cgroups unless it asks for its own, which only the first level may. */
    private static ContainerId cgroupOwner(ContainerSpec spec, Optional<StoredContainer> parent) {
        boolean own =
                parent.isEmpty() || (!spec.linux().shareCgroups() && spec.containerClass() == ContainerClass.DEFAULT);
        if (own && spec.id().path().size() > 2) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check container",
                    spec.id().toString(),
                    "only containers nested at the first level may have cgroups of their own");
        }
        return own ? spec.id() : ContainerId.parse(parent.orElseThrow().cgroupOwner());
    }

    private void inBackground(Runnable task) {
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

    /**
     * Ends a container with all its processes and takes away what it held. May be called at any time, any number of
     * times; all callers get the same end. A container of another engine is killed, and that engine cleans up.
     */
    public CompletableFuture<Termination> destroy(ContainerId id) {
        ManagedContainer managed = containers.get(id);
        if (managed == null) {
            return new ForeignContainers(parts, view, this::adoptOne).destroy(id, work);
        }
        return CompletableFuture.supplyAsync(() -> destroyAndWait(managed), work);
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

    /** How a container ended, once it has; also for containers of other engines, and those that ended before. */
    public CompletableFuture<Termination> await(ContainerId id) {
        ManagedContainer managed = containers.get(id);
        return managed != null
                ? managed.terminated()
                : new ForeignContainers(parts, view, this::adoptOne).await(id, work);
    }

    /** Sends a signal to a container's command. False: it has ended. */
    public boolean kill(ContainerId id, int signal) {
        if (view.find(id).isEmpty()) {
            throw parts.notFound("send a signal to", id);
        }
        return parts.launcher.signal(id, signal);
    }

    /** Gives a running top-level container other resources. What is 0 stays as it is. */
    public void update(ContainerId id, Resources requests, Resources limits) {
        ManagedContainer managed = managed("update", id);
        if (id.isNested()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "update",
                    id.toString(),
                    "only top-level containers have resources to update");
        }
        if (managed.state() != ContainerState.DESTROYING && managed.state() != ContainerState.TERMINATED) {
            managed.setResources(requests, limits);
            managed.isolators().update(managed.container(), requests, limits);
        }
    }

    /**
     * The same with other persistent volumes in place of those it has; an empty list takes all away. Needs
     * {@code filesystem/posix}: by other isolators a container has its volumes from its launch on.
     */
    public void update(ContainerId id, Resources requests, Resources limits, List<Volume> persistent) {
        ManagedContainer managed = managed("update", id);
        synchronized (managed) {
            volumeUpdate.run(managed, persistent);
            update(id, requests, limits);
        }
    }

    /** The persistent volumes of the work directory, whichever engine made them. */
    public List<VolumeView> volumes() {
        return parts.volumes.list();
    }

    /** Removes a persistent volume with all that is in it, unless a container of any engine uses it. */
    public void removeVolume(Volume.Persistent volume) {
        parts.volumes.remove(volume);
    }

    private void sweepVolumes() {
        try {
            parts.volumes.sweep();
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "a removed volume is still there: " + e.getMessage());
        }
    }

    /** What a container uses now. */
    public ResourceStatistics usage(ContainerId id) {
        return report.usage(id, Optional.ofNullable(containers.get(id)));
    }

    /** What is to be told of a container besides its usage. */
    public ContainerStatus status(ContainerId id) {
        return report.status(id, Optional.ofNullable(containers.get(id)));
    }

    /** Figures about this engine's isolators and images as a whole, by the names of Mesos' metrics. */
    public Map<String, Number> gauges() {
        Map<String, Number> all = new HashMap<>(isolators.gauges());
        all.putAll(parts.images.gauges());
        return all;
    }

    /**
     * Removes all images that no container uses. With {@code --image_gc_config} an engine also does so by itself, as long
     * as space is scarce: when an image has come, and at the interval.
     *
     * @param excluded names of those that stay, besides those that the flag excludes
     * @return what has gone
     * @throws ContainerizerException IMAGE_IN_USE or CHECKPOINT_FAILED when it is not known of some container what it
     *     uses: then nothing is removed; IMAGE_NOT_FOUND when this engine has no images
     */
    public Pruned pruneImages(Collection<String> excluded) {
        return parts.images.prune(excluded);
    }

    /** What this engine did since it was opened. */
    public EngineFigures figures() {
        return parts.counters.told();
    }

    /** What isolators and launcher are doing at this moment. */
    public List<PendingOperation> pending() {
        return parts.pending.all();
    }

    /** The containers that this engine has in hand and that have not ended, parents before their children. Asks no disk. */
    public List<LiveContainer> live() {
        return ContainerReport.live(containers.values());
    }

    /** Every container with a record, whichever engine has it, parents before their children. */
    public List<ContainerView> containers() {
        return view.all();
    }

    public Optional<ContainerView> find(ContainerId id) {
        return view.find(id);
    }

    /** The merged launch plan of a container. */
    public Optional<LaunchPlan> plan(ContainerId id) {
        ManagedContainer managed = containers.get(id);
        return managed == null ? parts.store.plan(id) : managed.unwrittenPlan().or(() -> parts.store.plan(id));
    }

    /** Removes the record and the sandbox of a container that has ended. */
    public void remove(ContainerId id) {
        ManagedContainer known = containers.get(id);
        destroySequence.removeRecord(known != null && known.state() == ContainerState.TERMINATED ? known : ended(id));
        containers.remove(id);
    }

    /** Removes the record of a container that has ended; its sandbox stays, and is nobody's any more. */
    public void forget(ContainerId id) {
        destroySequence.forget(ended(id));
        containers.remove(id);
    }

    /** Removes the sandbox of a container that there is no record of. Nothing happens where there is none. */
    public void removeSandbox(ContainerId id) {
        if (view.find(id).isPresent()) {
            throw ContainerizerException.of(
                    ErrorCode.STILL_RUNNING, "remove sandbox of", id.toString(), "there is a container of this name");
        }
        destroySequence.removeSandboxes(id);
    }

    /** Removes the sandbox of a container that has ended, and keeps its record. */
    public void removeSandboxOfEnded(ContainerId id) {
        destroySequence.removeSandboxes(ended(id).id());
    }

    /** Sandboxes of top-level containers that there is no record of, and when each was given up. */
    public Map<ContainerId, Instant> sandboxesWithoutRecord() {
        return view.sandboxesWithoutRecord();
    }

    /** When a container ended that has a record. */
    public Optional<Instant> endTime(ContainerId id) {
        return parts.disk.modified(parts.layout.termination(id));
    }

    /** A container that has ended, as its record tells. */
    private ManagedContainer ended(ContainerId id) {
        ContainerView found = view.find(id).orElseThrow(() -> parts.notFound("remove", id));
        if (found.termination().isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.STILL_RUNNING, "remove", id.toString(), "it has not ended: " + found.state())
                    .withHint("end it first, or remove it with: containerizer rm --force " + id);
        }
        return new ManagedContainer(parts.container(found.stored()), isolators, ContainerState.TERMINATED);
    }

    /** The descriptor of the master side of a container's terminal, the caller's to close. */
    public int openTerminal(ContainerId id) {
        return parts.launcher.openTerminal(id);
    }

    /** Ends every container of this engine and waits until all are gone. */
    public void destroyAll() {
        List<CompletableFuture<Termination>> ends = containers.values().stream()
                .filter(c -> c.state() != ContainerState.TERMINATED && !c.id().isNested())
                .map(c -> destroy(c.id()))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    private ManagedContainer managed(String operation, ContainerId id) {
        ManagedContainer managed = containers.get(id);
        if (managed == null) {
            throw parts.notFound(operation, id);
        }
        return managed;
    }

    private void adoptOne(StoredContainer stored) {
        recovery().adoptOne(stored);
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

    /** Leaves the containers running: another engine can take them over. */
    @Override
    public void close() {
        work.shutdown();
        lasting.drain(this::writePlan);
        parts.close();
    }
}
