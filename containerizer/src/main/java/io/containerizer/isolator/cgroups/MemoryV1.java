package io.containerizer.isolator.cgroups;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.linux.cgroup.CgroupFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Version 1. */
record MemoryV1(boolean limitSwap) implements MemoryDialect {

    private static final String SOFT = "memory.soft_limit_in_bytes";
    private static final String HARD = "memory.limit_in_bytes";
    private static final String WITH_SWAP = "memory.memsw.limit_in_bytes";

    @Override
    public Map<String, String> settings(long soft, long hard) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(SOFT, text(soft));
        files.put(HARD, text(hard));
        if (limitSwap) {
            files.put(WITH_SWAP, text(hard));
        }
        return files;
    }

    /** The limit with swap may never be below the one without. */
    @Override
    public Map<String, String> raise(long soft, long hard) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(SOFT, text(soft));
        if (limitSwap) {
            files.put(WITH_SWAP, text(hard));
        }
        files.put(HARD, text(hard));
        return files;
    }

    private static String text(long bytes) {
        return bytes == Long.MAX_VALUE ? "-1" : Long.toString(bytes);
    }

    @Override
    public Optional<Long> hardLimit(CgroupFiles files, Path directory) {
        return files.readNumber(directory, HARD);
    }

    @Override
    public boolean wasKilled(CgroupFiles files, Path directory) {
        return files.readTable(directory, "memory.oom_control").getOrDefault("oom_kill", 0L) > 0;
    }

    @Override
    public long mostUsed(CgroupFiles files, Path directory) {
        return files.readNumber(directory, "memory.max_usage_in_bytes").orElse(0L);
    }

    @Override
    public ResourceStatistics usage(CgroupFiles files, Path directory) {
        MemoryFigures figures = new MemoryFigures(files.readTable(directory, "memory.stat"));
        figures.add(Statistic.MEM_TOTAL_BYTES, files.readNumber(directory, "memory.usage_in_bytes"));
        if (limitSwap) {
            figures.add(Statistic.MEM_TOTAL_MEMSW_BYTES, files.readNumber(directory, "memory.memsw.usage_in_bytes"));
        }
        figures.add(Statistic.MEM_KMEM_USAGE_BYTES, files.readNumber(directory, "memory.kmem.usage_in_bytes"));
        figures.add(Statistic.MEM_KMEM_TCP_USAGE_BYTES, files.readNumber(directory, "memory.kmem.tcp.usage_in_bytes"));
        figures.addField("total_cache", Statistic.MEM_FILE_BYTES, Statistic.MEM_CACHE_BYTES);
        figures.addField("total_rss", Statistic.MEM_ANON_BYTES, Statistic.MEM_RSS_BYTES);
        figures.addField("total_mapped_file", Statistic.MEM_MAPPED_FILE_BYTES);
        figures.addField("total_swap", Statistic.MEM_SWAP_BYTES);
        figures.addField("total_unevictable", Statistic.MEM_UNEVICTABLE_BYTES);
        return figures.statistics();
    }
}
