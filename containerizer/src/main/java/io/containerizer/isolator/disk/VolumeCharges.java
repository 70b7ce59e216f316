package io.containerizer.isolator.disk;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The persistent volumes that containers use, with their projects. A volume may have several users. */
final class VolumeCharges {

    private final VolumeProjects projects;
    private final QuotaPolicy policy;
    private final Map<ContainerId, List<Charge>> charges = new ConcurrentHashMap<>();

    private record Charge(Volume volume, Persistent name, Path directory, long project) {
        Bytes size() {
            return volume.quota().orElseThrow();
        }
    }

    VolumeCharges(VolumeProjects projects, QuotaPolicy policy) {
        this.projects = projects;
        this.policy = policy;
    }

    /** Charges the volumes of a container, and gives those it has not had before the sizes it asks for. */
    void charge(Container container) {
        List<Charge> before = charges.getOrDefault(container.id(), List.of());
        charges.put(
                container.id(),
                persistent(container)
                        .map(volume -> before.stream()
                                .filter(charge -> charge.volume.equals(volume))
                                .findFirst()
                                .orElseGet(() -> charge(container, volume)))
                        .toList());
    }

    private Charge charge(Container container, Volume volume) {
        Persistent name = (Persistent) volume.source();
        Path directory = directory(container, name);
        Bytes size = volume.quota().orElseThrow();
        long project = projects.charge(name, directory, policy.soft(size), policy.hard(size));
        return new Charge(volume, name, directory, project);
    }

    /** Those that an earlier engine charged. */
    void find(Container container) {
        charges.put(
                container.id(),
                persistent(container)
                        .flatMap(volume -> find(container, volume).stream())
                        .toList());
    }

    private Optional<Charge> find(Container container, Volume volume) {
        Persistent name = (Persistent) volume.source();
        Path directory = directory(container, name);
        OptionalLong project = projects.find(directory);
        return project.isPresent()
                ? Optional.of(new Charge(volume, name, directory, project.getAsLong()))
                : Optional.empty();
    }

    private static Stream<Volume> persistent(Container container) {
        return container.spec().volumes().stream().filter(v -> v.source() instanceof Persistent);
    }

    private static Path directory(Container container, Persistent volume) {
        return Objects.requireNonNull(container.persistentVolumes().get(volume), "the engine makes them all");
    }

    void forget(ContainerId id) {
        charges.remove(id);
    }

    List<DiskStatistics> statistics(ContainerId id) {
        return charges.getOrDefault(id, List.of()).stream()
                .map(charge -> {
                    Optional<ProjectQuota> quota = projects.quota(charge.directory, charge.project);
                    return new DiskStatistics(
                            Optional.of(charge.volume.containerPath()),
                            Optional.of(new DiskStatistics.Persistence(charge.name.id())),
                            Optional.of(limit(charge, quota).value()),
                            quota.map(ProjectQuota::usedBytes));
                })
                .toList();
    }

    /** What the kernel has: another container may have asked for another size since. */
    private static Bytes limit(Charge charge, Optional<ProjectQuota> quota) {
        return quota.map(ProjectQuota::softBytes)
                .filter(soft -> soft > 0)
                .map(Bytes::new)
                .orElseGet(charge::size);
    }

    /** The first volume with more in it than its size. */
    Optional<Limitation> exceeding(ContainerId id) {
        return charges.getOrDefault(id, List.of()).stream()
                .flatMap(charge -> exceeding(charge).stream())
                .findFirst();
    }

    private Optional<Limitation> exceeding(Charge charge) {
        Optional<ProjectQuota> quota = projects.quota(charge.directory, charge.project);
        Bytes limit = limit(charge, quota);
        return quota.map(q -> new Bytes(q.usedBytes()))
                .filter(used -> used.compareTo(limit) > 0)
                .map(used -> new Limitation(
                        Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                        "Disk usage (" + used + ") exceeded quota (" + limit + ") for volume '" + charge.name.id()
                                + "'",
                        Resources.NONE.withDisk(used)));
    }
}
