package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a container uses, as {@code stats --format=json} shows it.
 *
 * @param timestamp seconds since 1970
 * @param statistics by Mesos' names
 */
public record StatsRow(String id, double timestamp, Map<String, Object> statistics) {

    static StatsRow of(ContainerId id, ResourceStatistics measured) {
        Map<String, Object> byName = new LinkedHashMap<>();
        measured.values().forEach((statistic, value) -> byName.put(statistic.field(), value));
        if (!measured.disks().isEmpty()) {
            byName.put("disk_statistics", measured.disks());
        }
        return new StatsRow(id.toString(), measured.timestamp(), byName);
    }

    /** Processor time, or -1. */
    double cpuSeconds() {
        return get(Statistic.CPUS_USER_TIME_SECS) < 0
                ? -1
                : get(Statistic.CPUS_USER_TIME_SECS) + Math.max(0, get(Statistic.CPUS_SYSTEM_TIME_SECS));
    }

    /** A figure, or -1 when nobody measured it. */
    double get(Statistic statistic) {
        return statistics.get(statistic.field()) instanceof Number value ? value.doubleValue() : -1;
    }
}
