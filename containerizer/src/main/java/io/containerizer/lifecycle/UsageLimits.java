package io.containerizer.lifecycle;

import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;

/** What a container may use, beside what it does use. */
final class UsageLimits {

    /** That of the isolator cgroups/cpu. */
    private static final Flag<Boolean> ENABLE_CFS = Flag.bool("cgroups_enable_cfs", false, "");

    private UsageLimits() {}

    static ResourceStatistics apply(
            FlagValues flags, Resources requests, Resources limits, ResourceStatistics measured, double now) {
        ResourceStatistics all = new ResourceStatistics(now, measured.values(), measured.disks());
        if (requests.hasCpus()) {
            all = all.with(Statistic.CPUS_SOFT_LIMIT, requests.cpus());
        }
        boolean hard = flags.get(ENABLE_CFS);
        if (limits.hasCpus()) {
            double count =
                    Double.isInfinite(limits.cpus()) ? Runtime.getRuntime().availableProcessors() : limits.cpus();
            all = all.with(Statistic.CPUS_LIMIT, count);
        } else if (hard && requests.hasCpus()) {
            all = all.with(Statistic.CPUS_LIMIT, requests.cpus());
        }
        if (requests.hasMemory()) {
            all = all.with(Statistic.MEM_SOFT_LIMIT_BYTES, requests.memory().value());
        }
        if (limits.hasMemory() && !limits.memory().equals(Resources.UNLIMITED)) {
            all = all.with(Statistic.MEM_LIMIT_BYTES, limits.memory().value());
        } else if (requests.hasMemory() && !limits.hasMemory()) {
            all = all.with(Statistic.MEM_LIMIT_BYTES, requests.memory().value());
        }
        return all;
    }
}
