package io.containerizer.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a container uses. A figure that nobody measured is absent, never zero.
 *
 * @param timestamp seconds since 1970; 0 in an isolator's fragment
 */
public record ResourceStatistics(double timestamp, Map<Statistic, Number> values) {

    public static final ResourceStatistics NONE = new ResourceStatistics(0, Map.of());

    public ResourceStatistics {
        Map<Statistic, Number> copy = new EnumMap<>(Statistic.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    public Optional<Number> get(Statistic statistic) {
        return Optional.ofNullable(values.get(statistic));
    }

    public ResourceStatistics with(Statistic statistic, Number value) {
        Map<Statistic, Number> more = new EnumMap<>(Statistic.class);
        more.putAll(values);
        more.put(statistic, value);
        return new ResourceStatistics(timestamp, more);
    }

    /** Both fragments; where both have a figure, {@code other}'s. */
    public ResourceStatistics merge(ResourceStatistics other) {
        Map<Statistic, Number> all = new EnumMap<>(Statistic.class);
        all.putAll(values);
        all.putAll(other.values);
        return new ResourceStatistics(Math.max(timestamp, other.timestamp), all);
    }
}
