package io.containerizer.isolator.disk;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Contribution;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.FirstLimitation;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.Syscalls;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * {@code disk/xfs}: a project for each sandbox and each persistent volume on XFS, so that the kernel itself counts what a container stores, and
 * refuses what goes beyond its request.
 */
public final class XfsDiskIsolator implements Isolator {

    static final String NAME = "disk/xfs";
    static final Flag<ProjectRange> RANGE = Flag.of(
            "xfs_project_range",
            "RANGES",
            ProjectRange::parse,
            "[5000-10000]",
            "The XFS project ids that containers may get.");
    static final Flag<Boolean> KILL =
            Flag.bool("xfs_kill_containers", false, "End containers that use more disk than they asked for.");
    static final Flag<Bytes> HEADROOM = Flag.of(
            "xfs_quota_headroom",
            "BYTES",
            Bytes::parse,
            "10MB",
            "How far beyond its request a container may write before it is ended, with --xfs_kill_containers.");

    private final ProjectAllocation allocation;
    private final SandboxProjects projects;
    private final VolumeCharges volumes;
    private final QuotaPolicy policy;
    private final DiskWatches watches;
    private final Map<ContainerId, Charged> charged = new ConcurrentHashMap<>();

    /** A container with a project of its own, and the disk it asked for. */
    private record Charged(long project, Bytes request) {}

    XfsDiskIsolator(
            ProjectAllocation allocation,
            SandboxProjects projects,
            VolumeCharges volumes,
            QuotaPolicy policy,
            DiskWatches watches) {
        this.allocation = allocation;
        this.projects = projects;
        this.volumes = volumes;
        this.policy = policy;
        this.watches = watches;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    /** What a nested container stores is part of what its parent uses, unless it asks for disk of its own. */
    private static boolean hasOwnProject(Container container) {
        return !container.id().isNested()
                || (container.spec().containerClass() == ContainerClass.DEFAULT
                        && container.spec().resources().hasDisk());
    }

    @Override
    public void recover(Collection<Container> live, Set<ContainerId> known) {
        live.forEach(this::findAgain);
    }

    /** Also where an engine takes only a look at a container that another one launched. */
    @Override
    public void isolate(Container container, int pid) {
        if (!charged.containsKey(container.id())) {
            findAgain(container);
        }
    }

    /** The label says which project, the limit in the kernel what the container may use, also after an update. */
    private void findAgain(Container container) {
        volumes.find(container);
        if (hasOwnProject(container)) {
            projects.find(container).ifPresent(project -> {
                Bytes request = projects.quota(container, project)
                        .map(ProjectQuota::softBytes)
                        .filter(soft -> soft > 0)
                        .map(Bytes::new)
                        .orElse(container.spec().resources().disk());
                charged.put(container.id(), new Charged(project, request));
            });
        }
    }

    @Override
    public Contribution prepare(Container container) {
        if (hasOwnProject(container)) {
            Bytes request = container.spec().resources().disk();
            long project = projects.assign(container, policy.soft(request), policy.hard(request));
            charged.put(container.id(), new Charged(project, request));
        } else {
            container.parentSandbox().ifPresent(parent -> projects.join(container, parent));
        }
        volumes.charge(container);
        return Contribution.NONE;
    }

    @Override
    public void update(Container container, Resources requests, Resources limits) {
        volumes.charge(container);
        Charged before = charged.get(container.id());
        if (before != null && requests.hasDisk()) {
            Bytes request = requests.disk();
            projects.limit(container, before.project, policy.soft(request), policy.hard(request));
            charged.replace(container.id(), new Charged(before.project, request));
        }
    }

    /** Nothing for a container that has been cleaned up meanwhile. */
    @Override
    public void watch(Container container, Consumer<Limitation> exceeded) {
        if (policy.kills()) {
            Consumer<Limitation> first = new FirstLimitation(exceeded);
            charged.computeIfPresent(container.id(), (id, own) -> {
                watches.add(id, () -> exceeding(container).ifPresent(first));
                return own;
            });
        }
    }

    private Optional<Limitation> exceeding(Container container) {
        return Optional.ofNullable(charged.get(container.id()))
                .filter(own -> own.request.value() > 0)
                .flatMap(own -> projects.quota(container, own.project)
                        .map(quota -> new Bytes(quota.usedBytes()))
                        .filter(used -> used.compareTo(own.request) > 0)
                        .map(used -> limitation(used, own.request)))
                .or(() -> volumes.exceeding(container.id()));
    }

    private static Limitation limitation(Bytes used, Bytes request) {
        return new Limitation(
                Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                "Disk usage (" + used + ") exceeded quota (" + request + ")",
                Resources.NONE.withDisk(used));
    }

    @Override
    public ResourceStatistics usage(Container container) {
        Charged own = charged.get(container.id());
        if (own == null) {
            return ResourceStatistics.NONE;
        }
        ResourceStatistics usage = ResourceStatistics.NONE;
        for (DiskStatistics volume : volumes.statistics(container.id())) {
            usage = usage.withDisk(volume);
        }
        if (own.request.value() > 0) {
            usage = usage.with(Statistic.DISK_LIMIT_BYTES, own.request.value());
        }
        Optional<ProjectQuota> quota = projects.quota(container, own.project);
        return quota.isPresent()
                ? usage.with(Statistic.DISK_USED_BYTES, quota.get().usedBytes())
                : usage;
    }

    @Override
    public Map<String, Number> gauges() {
        return Map.of(
                "containerizer/mesos/disk/project_ids_total", allocation.total(),
                "containerizer/mesos/disk/project_ids_free", allocation.free());
    }

    /** The label stays on the sandbox for as long as that is kept, and with it limit and id. */
    @Override
    public void cleanup(ContainerId id) {
        charged.remove(id);
        volumes.forget(id);
        watches.remove(id);
    }

    @Override
    public void close() {
        watches.close();
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(RANGE, KILL, HEADROOM, DiskFlags.ENFORCE_QUOTA, DiskFlags.WATCH_INTERVAL);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return XfsRequirements.check(environment);
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            Syscalls calls = environment.service(Syscalls.class);
            VolumeMarkers markers = new VolumeMarkers(calls, environment.volumesDirectory());
            ProjectAllocation allocation = new ProjectAllocation(
                    calls,
                    environment.workDirectory(),
                    markers,
                    environment.flags().get(RANGE));
            QuotaPolicy policy = QuotaPolicy.of(environment.flags());
            return new XfsDiskIsolator(
                    allocation,
                    new SandboxProjects(calls, allocation),
                    new VolumeCharges(new VolumeProjects(calls, allocation, markers), policy),
                    policy,
                    new DiskWatches(
                            environment.flags().get(DiskFlags.WATCH_INTERVAL),
                            Thread.ofPlatform().daemon().name(NAME).factory()));
        }
    }
}
