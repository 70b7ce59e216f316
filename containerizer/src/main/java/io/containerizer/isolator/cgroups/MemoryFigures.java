package io.containerizer.isolator.cgroups;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Collects memory figures; what the kernel does not tell stays absent. */
final class MemoryFigures {

    private final Map<String, Long> stat;
    private final Map<Statistic, Number> figures = new EnumMap<>(Statistic.class);

    /** @param stat the content of memory.stat */
    MemoryFigures(Map<String, Long> stat) {
        this.stat = stat;
    }

    void add(Statistic statistic, Optional<Long> value) {
        value.ifPresent(v -> figures.put(statistic, v));
    }

    void addField(String field, Statistic... names) {
        for (Statistic name : names) {
            add(name, Optional.ofNullable(stat.get(field)));
        }
    }

    ResourceStatistics statistics() {
        return new ResourceStatistics(0, figures);
    }
}
