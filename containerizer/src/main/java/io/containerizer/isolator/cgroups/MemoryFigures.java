package io.containerizer.isolator.cgroups;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import java.util.Map;
import java.util.Optional;

/** Collects memory figures; what the kernel does not tell stays absent. */
final class MemoryFigures {

    private final Map<String, Long> stat;
    private ResourceStatistics statistics = ResourceStatistics.NONE;

    /** @param stat the content of memory.stat */
    MemoryFigures(Map<String, Long> stat) {
        this.stat = stat;
    }

    void add(Statistic statistic, Optional<Long> value) {
        value.ifPresent(v -> statistics = statistics.with(statistic, v));
    }

    void addField(String field, Statistic... names) {
        for (Statistic name : names) {
            add(name, Optional.ofNullable(stat.get(field)));
        }
    }

    ResourceStatistics statistics() {
        return statistics;
    }
}
