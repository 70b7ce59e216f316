package io.containerizer.isolator.cgroups;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.linux.cgroup.CgroupFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Version 2. */
record MemoryV2() implements MemoryDialect {

    private static final String SOFT = "memory.low";
    private static final String HARD = "memory.max";

    @Override
    public Map<String, String> settings(long soft, long hard) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(SOFT, text(soft));
        files.put(HARD, text(hard));
        return files;
    }

    @Override
    public Map<String, String> raise(long soft, long hard) {
        return settings(soft, hard);
    }

    private static String text(long bytes) {
        return bytes == Long.MAX_VALUE ? "max" : Long.toString(bytes);
    }

    @Override
    public Optional<Long> hardLimit(CgroupFiles files, Path directory) {
        return files.readNumber(directory, HARD)
                .or(() -> files.read(directory, HARD).map(max -> Long.MAX_VALUE));
    }

    @Override
    public boolean wasKilled(CgroupFiles files, Path directory) {
        return files.readTable(directory, "memory.events").getOrDefault("oom_kill", 0L) > 0;
    }

    /** Kernels before 5.19 keep no peak; there the limit itself is the closest that can be said. */
    @Override
    public long mostUsed(CgroupFiles files, Path directory) {
        return files.readNumber(directory, "memory.peak")
                .or(() -> files.readNumber(directory, HARD))
                .orElse(0L);
    }

    @Override
    public ResourceStatistics usage(CgroupFiles files, Path directory) {
        MemoryFigures figures = new MemoryFigures(files.readTable(directory, "memory.stat"));
        figures.add(Statistic.MEM_TOTAL_BYTES, files.readNumber(directory, "memory.current"));
        figures.addField("kernel", Statistic.MEM_KMEM_USAGE_BYTES);
        figures.addField("sock", Statistic.MEM_KMEM_TCP_USAGE_BYTES);
        figures.addField("file", Statistic.MEM_FILE_BYTES, Statistic.MEM_CACHE_BYTES);
        figures.addField("anon", Statistic.MEM_ANON_BYTES, Statistic.MEM_RSS_BYTES);
        figures.addField("file_mapped", Statistic.MEM_MAPPED_FILE_BYTES);
        figures.addField("unevictable", Statistic.MEM_UNEVICTABLE_BYTES);
        figures.add(Statistic.MEM_SWAP_BYTES, files.readNumber(directory, "memory.swap.current"));
        return figures.statistics();
    }
}
