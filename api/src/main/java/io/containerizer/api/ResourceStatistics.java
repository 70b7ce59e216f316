package io.containerizer.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container uses. A figure that nobody measured is absent, never zero.
 *
 * @param timestamp seconds since 1970; 0 in an isolator's fragment
 * @param disks the figures of each place on a disk
 */
public record ResourceStatistics(double timestamp, Map<Statistic, Number> values, List<DiskStatistics> disks) {

    public static final ResourceStatistics NONE = new ResourceStatistics(0, Map.of());

    public ResourceStatistics {
        Map<Statistic, Number> copy = new EnumMap<>(Statistic.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
        disks = List.copyOf(disks);
    }

    public ResourceStatistics(double timestamp, Map<Statistic, Number> values) {
        this(timestamp, values, List.of());
    }

    public Optional<Number> get(Statistic statistic) {
        return Optional.ofNullable(values.get(statistic));
    }

    public ResourceStatistics with(Statistic statistic, Number value) {
        Map<Statistic, Number> more = new EnumMap<>(Statistic.class);
        more.putAll(values);
        more.put(statistic, value);
        return new ResourceStatistics(timestamp, more, disks);
    }

    public ResourceStatistics withDisk(DiskStatistics disk) {
        List<DiskStatistics> more = new ArrayList<>(disks);
        more.add(disk);
        return new ResourceStatistics(timestamp, values, more);
    }

    /** Both fragments; where both have a figure, {@code other}'s. Disks of both. */
    public ResourceStatistics merge(ResourceStatistics other) {
        Map<Statistic, Number> all = new EnumMap<>(Statistic.class);
        all.putAll(values);
        all.putAll(other.values);
        List<DiskStatistics> both = new ArrayList<>(disks);
        both.addAll(other.disks);
        return new ResourceStatistics(Math.max(timestamp, other.timestamp), all, both);
    }
}
