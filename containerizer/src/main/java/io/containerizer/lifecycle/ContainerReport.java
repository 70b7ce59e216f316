package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is told of containers while they live: from memory of those in hand, from the records of others. */
final class ContainerReport {

    private final EngineParts parts;

    ContainerReport(EngineParts parts) {
        this.parts = parts;
    }

    ResourceStatistics usage(ContainerId id, Optional<ManagedContainer> managed) {
        return managed.map(this::usage).orElseGet(() -> usageOfForeign(id));
    }

    private ResourceStatistics usage(ManagedContainer managed) {
        ResourceStatistics measured = managed.isolators().usage(managed.container());
        return UsageLimits.apply(parts.flags, managed.requests(), managed.limits(), measured, now());
    }

    private ResourceStatistics usageOfForeign(ContainerId id) {
        StoredContainer stored = parts.store.find(id).orElseThrow(() -> parts.notFound("measure", id));
        Container container = parts.container(stored);
        IsolatorSet set = parts.isolators(stored);
        parts.launcher.livingInit(id).ifPresent(pid -> set.isolate(container, pid));
        ResourceStatistics measured = set.usage(container);
        return UsageLimits.apply(
                parts.flags, stored.spec().resources(), stored.spec().limits(), measured, now());
    }

    private double now() {
        return parts.clock.millis() / 1000.0;
    }

    ContainerStatus status(ContainerId id, Optional<ManagedContainer> managed) {
        return managed.map(m -> m.isolators().status(m.container()).merge(new ContainerStatus(m.livingInit())))
                .orElseGet(() -> statusOfForeign(id));
    }

    private ContainerStatus statusOfForeign(ContainerId id) {
        ContainerStatus own = new ContainerStatus(parts.launcher.livingInit(id));
        return parts.store
                .find(id)
                .filter(stored -> own.executorPid().isPresent())
                .map(stored -> parts.isolators(stored).status(parts.container(stored)))
                .orElse(ContainerStatus.NONE)
                .merge(own);
    }

    /** Those that have not ended, parents before their children. */
    static List<LiveContainer> live(Collection<ManagedContainer> managed) {
        Map<String, LiveContainer> byName = new TreeMap<>();
        managed.stream()
                .map(ManagedContainer::told)
                .filter(c -> c.state() != ContainerState.TERMINATED)
                .forEach(c -> byName.put(c.id().toString(), c));
        return List.copyOf(byName.values());
    }
}
