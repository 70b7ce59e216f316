package io.containerizer.isolator.disk;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.linux.syscall.TreeSize.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What one container occupies: its sandbox with those of the containers nested in it and what it has changed in images,
 * and apart from it each volume with a quota, the persistent ones among them. Used from several threads.
 */
final class DiskAccount {

    private final Entry sandbox;
    private volatile List<Entry> volumes;
    private final Path nested;
    private final List<Path> scratch;
    private OptionalLong measuredAt = OptionalLong.empty();

    /** One place with what was measured there last. */
    private static final class Entry {
        private final Optional<Volume> volume;
        private final Place place;
        private Optional<Bytes> quota;
        private Optional<Bytes> used = Optional.empty();

        Entry(Optional<Volume> volume, Place place, Optional<Bytes> quota) {
            this.volume = volume;
            this.place = place;
            this.quota = quota;
        }

        boolean isExceeded() {
            return quota.isPresent() && used.isPresent() && used.get().compareTo(quota.get()) > 0;
        }

        Optional<String> persistentId() {
            return volume.flatMap(
                    v -> v.source() instanceof Persistent persistent ? Optional.of(persistent.id()) : Optional.empty());
        }

        /** How Mesos ends its message about a persistent volume; others go by their paths. */
        String ofWhat() {
            return persistentId()
                    .or(() -> volume.map(Volume::containerPath))
                    .map(name -> " for volume '" + name + "'")
                    .orElse("");
        }

        DiskStatistics statistics() {
            return new DiskStatistics(
                    volume.map(Volume::containerPath),
                    persistentId().map(DiskStatistics.Persistence::new),
                    quota.map(Bytes::value),
                    used.map(Bytes::value));
        }
    }

    DiskAccount(Container container) {
        this.nested = container.nestedSandboxes();
        this.scratch = container.scratch();
        this.sandbox = new Entry(
                Optional.empty(),
                Place.of(container.sandbox()),
                Optional.of(container.spec().resources())
                        .filter(Resources::hasDisk)
                        .map(Resources::disk));
        this.volumes = volumes(container).toList();
    }

    private static Stream<Entry> volumes(Container container) {
        return container.spec().volumes().stream()
                .filter(v -> v.quota().isPresent() && !(v.source() instanceof ImageTree))
                .map(v -> new Entry(Optional.of(v), place(container, v), v.quota()));
    }

    /** What lies in the sandbox is looked for there, and not where a link of the container's leads. */
    private static Place place(Container container, Volume volume) {
        Path sandbox = container.sandbox();
        return switch (volume.source()) {
            case ImageTree _ -> throw new IllegalArgumentException("what is changed in it counts as the sandbox");
            case SandboxPath(String path, boolean _) -> new Place(sandbox, path);
            case Persistent persistent -> {
                Path directory = Objects.requireNonNull(
                        container.persistentVolumes().get(persistent), "the engine makes them all");
                yield new Place(
                        Objects.requireNonNull(directory.getParent(), "it has a role"),
                        String.valueOf(directory.getFileName()));
            }
            case HostPath(String path) -> {
                Path absolute = Path.of(path);
                yield absolute.startsWith(sandbox) && !absolute.equals(sandbox)
                        ? new Place(sandbox, sandbox.relativize(absolute).toString())
                        : Place.of(absolute);
            }
        };
    }

    synchronized void setQuota(Bytes quota) {
        sandbox.quota = Optional.of(quota);
    }

    /** What is known of volumes that stay is kept. */
    synchronized void setVolumes(Container container) {
        List<Entry> before = volumes;
        volumes = volumes(container)
                .map(now -> before.stream()
                        .filter(old -> old.volume.equals(now.volume))
                        .findFirst()
                        .orElse(now))
                .toList();
    }

    /**
     * Measures all places. Asking for figures meanwhile means no waiting. One that cannot be measured, because the
     * container has removed it, keeps none of the others from it.
     */
    void measure(DiskMeter meter) {
        List<Entry> others = volumes;
        List<Place> excluded = others.stream().map(e -> e.place).toList();
        Optional<ContainerizerException> failure = Optional.empty();
        for (Entry entry : with(others)) {
            try {
                Bytes used = new Bytes(
                        entry.volume.isPresent()
                                ? meter.bytes(entry.place, List.of())
                                : meter.bytes(entry.place, excluded) + nestedBytes(meter) + scratchBytes(meter));
                synchronized (this) {
                    entry.used = Optional.of(used);
                }
            } catch (ContainerizerException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** The sandbox comes first. */
    private List<Entry> with(List<Entry> others) {
        return Stream.concat(Stream.of(sandbox), others.stream()).toList();
    }

    private long scratchBytes(DiskMeter meter) {
        return scratch.stream()
                .mapToLong(directory -> meter.bytes(Place.of(directory), List.of()))
                .sum();
    }

    private long nestedBytes(DiskMeter meter) {
        return Files.isDirectory(nested) ? meter.bytes(Place.of(nested), List.of()) : 0;
    }

    /** Measures unless somebody did not long ago. */
    void measureIfOlder(Duration age, DiskMeter meter) {
        long now = System.nanoTime();
        synchronized (this) {
            if (measuredAt.isPresent() && now - measuredAt.getAsLong() < age.toNanos()) {
                return;
            }
            measuredAt = OptionalLong.of(now);
        }
        measure(meter);
    }

    /** The first place with more than its quota. */
    synchronized Optional<Limitation> exceeded() {
        return with(volumes).stream().filter(Entry::isExceeded).findFirst().map(e -> {
            Bytes used = e.used.orElseThrow();
            return new Limitation(
                    Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                    "Disk usage (" + used + ") exceeds quota (" + e.quota.orElseThrow() + ")" + e.ofWhat(),
                    Resources.NONE.withDisk(used));
        });
    }

    synchronized ResourceStatistics statistics() {
        ResourceStatistics all = ResourceStatistics.NONE;
        if (sandbox.quota.isPresent()) {
            all = all.with(Statistic.DISK_LIMIT_BYTES, sandbox.quota.get().value());
        }
        if (sandbox.used.isPresent()) {
            all = all.with(Statistic.DISK_USED_BYTES, sandbox.used.get().value());
        }
        for (Entry entry : with(volumes)) {
            if (entry.quota.isPresent() || entry.used.isPresent()) {
                all = all.withDisk(entry.statistics());
            }
        }
        return all;
    }
}
