package io.containerizer.api;

import java.util.Locale;

/**
 * A figure about a container, named as in Mesos' ResourceStatistics. Times are seconds, sizes bytes; what is no time is
 * a whole number, except the cpus.
 */
public enum Statistic {
    PROCESSES,
    THREADS,
    CPUS_USER_TIME_SECS,
    CPUS_SYSTEM_TIME_SECS,
    CPUS_LIMIT,
    CPUS_SOFT_LIMIT,
    CPUS_NR_PERIODS,
    CPUS_NR_THROTTLED,
    CPUS_THROTTLED_TIME_SECS,
    MEM_TOTAL_BYTES,
    MEM_TOTAL_MEMSW_BYTES,
    MEM_LIMIT_BYTES,
    MEM_SOFT_LIMIT_BYTES,
    MEM_FILE_BYTES,
    MEM_ANON_BYTES,
    MEM_CACHE_BYTES,
    MEM_RSS_BYTES,
    MEM_MAPPED_FILE_BYTES,
    MEM_SWAP_BYTES,
    MEM_UNEVICTABLE_BYTES,
    MEM_KMEM_USAGE_BYTES,
    MEM_KMEM_TCP_USAGE_BYTES,
    DISK_LIMIT_BYTES,
    DISK_USED_BYTES;

    /** The field's name in JSON. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the figure may have a fraction. */
    public boolean isFraction() {
        return name().endsWith("_SECS") || this == CPUS_LIMIT || this == CPUS_SOFT_LIMIT;
    }
}
