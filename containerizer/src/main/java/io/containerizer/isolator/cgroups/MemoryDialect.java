package io.containerizer.isolator.cgroups;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.linux.cgroup.CgroupFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The memory controller's files in one version of cgroups. Amounts are bytes; Long.MAX_VALUE is no limit. */
sealed interface MemoryDialect permits MemoryV1, MemoryV2 {

    /** Files and values of a new cgroup, in the order of writing. */
    Map<String, String> settings(long soft, long hard);

    /** The same for a cgroup that has limits already, none of them below the new ones. */
    Map<String, String> raise(long soft, long hard);

    Optional<Long> hardLimit(CgroupFiles files, Path directory);

    /** Whether the OOM killer has killed a process of the cgroup. */
    boolean wasKilled(CgroupFiles files, Path directory);

    long mostUsed(CgroupFiles files, Path directory);

    ResourceStatistics usage(CgroupFiles files, Path directory);
}
