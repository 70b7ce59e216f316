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
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.linux.syscall.TreeSize.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one container occupies: its sandbox with those of the containers nested in it and what it has changed in images,
 * and apart from it each volume with a quota. Used from several threads.
 */
final class DiskAccount {

    private final List<Entry> entries = new ArrayList<>();
    private final Path nested;
    private final List<Path> scratch;
    private OptionalLong measuredAt = OptionalLong.empty();

    /** One place with what was measured there last. */
    private static final class Entry {
        private final Optional<String> volume;
        private final Place place;
        private Optional<Bytes> quota;
        private Optional<Bytes> used = Optional.empty();

        Entry(Optional<String> volume, Place place, Optional<Bytes> quota) {
            this.volume = volume;
            this.place = place;
            this.quota = quota;
        }

        boolean isExceeded() {
            return quota.isPresent() && used.isPresent() && used.get().compareTo(quota.get()) > 0;
        }
    }

    DiskAccount(Container container) {
        this.nested = container.nestedSandboxes();
        this.scratch = container.scratch();
        entries.add(new Entry(
                Optional.empty(),
                Place.of(container.sandbox()),
                Optional.of(container.spec().resources())
                        .filter(Resources::hasDisk)
                        .map(Resources::disk)));
        for (Volume volume : container.spec().volumes()) {
            if (volume.quota().isPresent() && !(volume.source() instanceof ImageTree)) {
                entries.add(new Entry(
                        Optional.of(volume.containerPath()), place(container.sandbox(), volume), volume.quota()));
            }
        }
    }

    /** What lies in the sandbox is looked for there, and not where a link of the container's leads. */
    private static Place place(Path sandbox, Volume volume) {
        return switch (volume.source()) {
            case ImageTree _ -> throw new IllegalArgumentException("what is changed in it counts as the sandbox");
            case SandboxPath(String path, boolean _) -> new Place(sandbox, path);
            case HostPath(String path) -> {
                Path absolute = Path.of(path);
                yield absolute.startsWith(sandbox) && !absolute.equals(sandbox)
                        ? new Place(sandbox, sandbox.relativize(absolute).toString())
                        : Place.of(absolute);
            }
        };
    }

    synchronized void setQuota(Bytes quota) {
        entries.getFirst().quota = Optional.of(quota);
    }

    /**
     * Measures all places. Asking for figures meanwhile means no waiting. One that cannot be measured, because the
     * container has removed it, keeps none of the others from it.
     */
    void measure(DiskMeter meter) {
        List<Place> volumes = entries.stream().skip(1).map(e -> e.place).toList();
        Optional<ContainerizerException> failure = Optional.empty();
        for (Entry entry : entries) {
            try {
                Bytes used = new Bytes(
                        entry.volume.isPresent()
                                ? meter.bytes(entry.place, List.of())
                                : meter.bytes(entry.place, volumes) + nestedBytes(meter) + scratchBytes(meter));
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
        return entries.stream().filter(Entry::isExceeded).findFirst().map(e -> {
            Bytes used = e.used.orElseThrow();
            return new Limitation(
                    Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                    "Disk usage (" + used + ") exceeds quota (" + e.quota.orElseThrow() + ")",
                    Resources.NONE.withDisk(used));
        });
    }

    synchronized ResourceStatistics statistics() {
        ResourceStatistics all = ResourceStatistics.NONE;
        Entry sandbox = entries.getFirst();
        if (sandbox.quota.isPresent()) {
            all = all.with(Statistic.DISK_LIMIT_BYTES, sandbox.quota.get().value());
        }
        if (sandbox.used.isPresent()) {
            all = all.with(Statistic.DISK_USED_BYTES, sandbox.used.get().value());
        }
        for (Entry entry : entries) {
            if (entry.quota.isPresent() || entry.used.isPresent()) {
                all = all.withDisk(
                        new DiskStatistics(entry.volume, entry.quota.map(Bytes::value), entry.used.map(Bytes::value)));
            }
        }
        return all;
    }
}
