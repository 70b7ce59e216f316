package io.containerizer.isolator.cgroups;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Contribution;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.FirstLimitation;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@code cgroups/mem}: memory up to a limit. A container that the kernel's OOM killer hits is ended, and its end says so
 * with the numbers.
 */
public final class MemoryIsolator extends CgroupIsolator {

    private static final String NAME = "cgroups/mem";
    private static final Flag<Boolean> LIMIT_SWAP =
            Flag.bool("cgroups_limit_swap", false, "Count swap into the memory limit (cgroup v1).");

    /** What little a container asks for, it gets this much: below it, hardly a program starts. */
    public static final Bytes LEAST = Bytes.megabytes(32);

    private final MemoryDialect dialect;
    private final OomWatches watches;
    private final Map<ContainerId, Long> hardLimits = new ConcurrentHashMap<>();

    private MemoryIsolator(ControllerCgroups cgroups, MemoryDialect dialect, OomWatches watches) {
        super(NAME, cgroups);
        this.dialect = dialect;
        this.watches = watches;
    }

    @Override
    public void recover(Collection<Container> live, Set<ContainerId> known) {
        super.recover(live, known);
        for (Container container : live) {
            if (container.hasOwnCgroups()) {
                dialect.hardLimit(cgroups.files(), cgroups.directory(container))
                        .ifPresent(limit -> hardLimits.put(container.id(), limit));
            }
        }
    }

    @Override
    void configure(Container container, Contribution.Builder plan) {
        Resources requests = container.spec().resources();
        Resources limits = container.spec().limits();
        if (requests.hasMemory() || limits.hasMemory()) {
            long hard = hardLimit(requests, limits);
            hardLimits.put(container.id(), hard);
            set(plan, container, dialect.settings(softLimit(requests), hard));
        }
    }

    private static long softLimit(Resources requests) {
        return Math.max(requests.memory().value(), LEAST.value());
    }

    private static long hardLimit(Resources requests, Resources limits) {
        return limits.hasMemory() ? Math.max(limits.memory().value(), LEAST.value()) : softLimit(requests);
    }

    /** A hard limit is raised but never lowered: lowering it could kill a container that did nothing. */
    @Override
    public void update(Container container, Resources requests, Resources limits) {
        if (!container.hasOwnCgroups() || !(requests.hasMemory() || limits.hasMemory())) {
            return;
        }
        long hard = hardLimit(requests, limits);
        Long present = hardLimits.get(container.id());
        long next = present == null ? hard : Math.max(present, hard);
        hardLimits.put(container.id(), next);
        dialect.raise(softLimit(requests), next)
                .forEach((file, value) -> cgroups.files().write(cgroups.directory(container), file, value));
    }

    @Override
    public void watch(Container container, Consumer<Limitation> exceeded) {
        if (container.hasOwnCgroups()) {
            Consumer<Limitation> first = new FirstLimitation(exceeded);
            BooleanSupplier look = () -> {
                Optional<Limitation> limitation = explain(container);
                limitation.ifPresent(first);
                return limitation.isPresent();
            };
            watches.add(container.id(), cgroups.directory(container), look);
            var _ = look.getAsBoolean(); // for what happened before
        }
    }

    @Override
    public Optional<Limitation> explain(Container container) {
        Path directory = cgroups.directory(container);
        if (!container.hasOwnCgroups() || !dialect.wasKilled(cgroups.files(), directory)) {
            return Optional.empty();
        }
        String limit = Optional.ofNullable(hardLimits.get(container.id()))
                .map(l -> new Bytes(l).toString())
                .orElse("unknown");
        Bytes used = new Bytes(dialect.mostUsed(cgroups.files(), directory));
        String statistics = cgroups.files().read(directory, "memory.stat").orElse("");
        String message = "Memory limit exceeded (OOM): Requested: " + limit + " Maximum Used: " + used
                + "\n\nMEMORY STATISTICS: \n" + statistics;
        return Optional.of(new Limitation(
                Limitation.Reason.REASON_CONTAINER_LIMITATION_MEMORY, message, Resources.NONE.withMemory(used)));
    }

    @Override
    public ResourceStatistics usage(Container container) {
        return dialect.usage(cgroups.figures(), cgroups.directory(container));
    }

    @Override
    public void cleanup(ContainerId id) {
        watches.remove(id);
        super.cleanup(id);
        hardLimits.remove(id);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(LIMIT_SWAP);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).controller("memory").verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            ControllerCgroups cgroups =
                    new ControllerCgroups(environment.service(ContainerCgroups.class), List.of("memory"));
            boolean limitSwap = environment.flags().get(LIMIT_SWAP);
            MemoryDialect dialect = cgroups.isUnified() ? new MemoryV2() : new MemoryV1(limitSwap);
            return new MemoryIsolator(
                    cgroups,
                    dialect,
                    new OomWatches(
                            environment.service(Syscalls.class),
                            environment.service(Poller.class),
                            cgroups.files(),
                            cgroups.isUnified()));
        }
    }
}
