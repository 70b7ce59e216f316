package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.image.store.Pruned;
import io.containerizer.launch.LaunchPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    private final RuntimeView view;
    private final Lifecycle lifecycle;
    private final Removal removal;
    private final ContainerReport report;
    private final VolumeUpdate volumeUpdate;

    private Containerizer(EngineParts parts, IsolatorSet isolators) {
        DestroySequence destroySequence = new DestroySequence(parts);
        this.parts = parts;
        this.isolators = isolators;
        this.view = new RuntimeView(parts);
        this.lifecycle = new Lifecycle(parts, isolators, destroySequence, view);
        this.removal = new Removal(parts, isolators, destroySequence, view, lifecycle);
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
            engine.lifecycle.recovery().sweep();
            engine.lifecycle.inBackground(engine::sweepVolumes);
            return engine;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Takes over the living containers of engines that are dead. */
    public void recover() {
        lifecycle.recovery().adoptLiving();
    }

    /** Starts a container; returns when its command runs. When it fails, nothing is left of the container. */
    public LaunchedContainer launch(ContainerSpec requested) {
        try {
            LaunchedContainer launched = lifecycle.launch(requested);
            parts.counters.launches.increment();
            return launched;
        } catch (RuntimeException e) {
            parts.counters.launchErrors.increment();
            throw e;
        }
    }

    /**
     * Ends a container with all its processes and takes away what it held. May be called at any time, any number of
     * times; all callers get the same end. A container of another engine is killed, and that engine cleans up.
     */
    public CompletableFuture<Termination> destroy(ContainerId id) {
        return lifecycle.destroy(id);
    }

    /** How a container ended, once it has; also for containers of other engines, and those that ended before. */
    public CompletableFuture<Termination> await(ContainerId id) {
        return lifecycle.await(id);
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
        return report.usage(id, lifecycle.find(id));
    }

    /** What is to be told of a container besides its usage. */
    public ContainerStatus status(ContainerId id) {
        return report.status(id, lifecycle.find(id));
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
        return ContainerReport.live(lifecycle.all());
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
        return lifecycle.find(id).flatMap(ManagedContainer::unwrittenPlan).or(() -> parts.store.plan(id));
    }

    /** Removes the record and the sandbox of a container that has ended. */
    public void remove(ContainerId id) {
        removal.remove(id);
    }

    /** Removes the record of a container that has ended; its sandbox stays, and is nobody's any more. */
    public void forget(ContainerId id) {
        removal.forget(id);
    }

    /** Removes the sandbox of a container that there is no record of. Nothing happens where there is none. */
    public void removeSandbox(ContainerId id) {
        removal.removeSandbox(id);
    }

    /** Removes the sandbox of a container that has ended, and keeps its record. */
    public void removeSandboxOfEnded(ContainerId id) {
        removal.removeSandboxOfEnded(id);
    }

    /** Sandboxes of top-level containers that there is no record of, and when each was given up. */
    public Map<ContainerId, Instant> sandboxesWithoutRecord() {
        return view.sandboxesWithoutRecord();
    }

    /** When a container ended that has a record. */
    public Optional<Instant> endTime(ContainerId id) {
        return parts.disk.modified(parts.layout.termination(id));
    }

    /** The descriptor of the master side of a container's terminal, the caller's to close. */
    public int openTerminal(ContainerId id) {
        return parts.launcher.openTerminal(id);
    }

    /** Ends every container of this engine and waits until all are gone. */
    public void destroyAll() {
        List<CompletableFuture<Termination>> ends = lifecycle.all().stream()
                .filter(c -> c.state() != ContainerState.TERMINATED && !c.id().isNested())
                .map(c -> destroy(c.id()))
                .toList();
        ends.forEach(CompletableFuture::join);
    }

    private ManagedContainer managed(String operation, ContainerId id) {
        return lifecycle.find(id).orElseThrow(() -> parts.notFound(operation, id));
    }

    /** Leaves the containers running: another engine can take them over. */
    @Override
    public void close() {
        lifecycle.close();
        parts.close();
    }
}
