package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code cgroups/cpu}: processor time in proportion to the request, and no more than the limit where there is one. The
 * same figures on both versions.
 */
public final class CpuIsolator extends CgroupIsolator {

    private static final String NAME = "cgroups/cpu";
    private static final Flag<Boolean> ENABLE_CFS =
            Flag.bool("cgroups_enable_cfs", false, "Make the cpus of a request a hard limit, too.");

    private static final int SHARES_PER_CPU = 1024;
    private static final int MIN_SHARES = 2;
    private static final int WEIGHT_PER_CPU = 100;
    private static final int MAX_WEIGHT = 10_000;
    private static final int MAX_SHARES = 262_144;
    private static final long PERIOD_MICROS = 100_000;
    private static final long MIN_QUOTA_MICROS = 1_000;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    private static final double TICKS = 100; // USER_HZ is 100 on every machine we build for

    private final boolean requestIsLimit;

    private CpuIsolator(ControllerCgroups cgroups, boolean requestIsLimit) {
        super(NAME, cgroups);
        this.requestIsLimit = requestIsLimit;
    }

    @Override
    void configure(Container container, Contribution.Builder plan) {
        set(
                plan,
                container,
                settings(container.spec().resources(), container.spec().limits()));
    }

    @Override
    public void update(Container container, Resources requests, Resources limits) {
        if (container.hasOwnCgroups()) {
            settings(requests, limits)
                    .forEach((file, value) -> cgroups.files().write(cgroups.directory(container), file, value));
        }
    }

    private Map<String, String> settings(Resources requests, Resources limits) {
        Map<String, String> files = new LinkedHashMap<>();
        boolean two = cgroups.isUnified();
        if (requests.hasCpus()) {
            double cpus = Math.min(requests.cpus(), Integer.MAX_VALUE);
            long share = two
                    ? Math.clamp((long) (WEIGHT_PER_CPU * cpus), 1, MAX_WEIGHT)
                    : Math.clamp((long) (SHARES_PER_CPU * cpus), MIN_SHARES, MAX_SHARES);
            files.put(two ? "cpu.weight" : "cpu.shares", Long.toString(share));
        }
        double limit = limits.hasCpus() ? limits.cpus() : requestIsLimit ? requests.cpus() : 0;
        if (limit > 0) {
            boolean infinite = Double.isInfinite(limit);
            long quota = infinite ? -1 : Math.max((long) (PERIOD_MICROS * limit), MIN_QUOTA_MICROS);
            if (two) {
                files.put("cpu.max", (infinite ? "max" : Long.toString(quota)) + " " + PERIOD_MICROS);
            } else {
                files.put("cpu.cfs_period_us", Long.toString(PERIOD_MICROS));
                files.put("cpu.cfs_quota_us", Long.toString(quota));
            }
        }
        return files;
    }

    @Override
    public ResourceStatistics usage(Container container) {
        return cgroups.isUnified() ? usageInTwo(container) : usageInOne(container);
    }

    private ResourceStatistics usageInOne(Container container) {
        ResourceStatistics all = ResourceStatistics.NONE;
        Map<String, Long> times = cgroups.figures().readTable(cgroups.directory(1, container), "cpuacct.stat");
        all = with(all, Statistic.CPUS_USER_TIME_SECS, times.get("user"), TICKS);
        all = with(all, Statistic.CPUS_SYSTEM_TIME_SECS, times.get("system"), TICKS);
        return throttling(
                all, cgroups.figures().readTable(cgroups.directory(container), "cpu.stat"), "throttled_time", NANOS);
    }

    private ResourceStatistics usageInTwo(Container container) {
        Map<String, Long> stat = cgroups.figures().readTable(cgroups.directory(container), "cpu.stat");
        ResourceStatistics all = ResourceStatistics.NONE;
        all = with(all, Statistic.CPUS_USER_TIME_SECS, stat.get("user_usec"), MICROS);
        all = with(all, Statistic.CPUS_SYSTEM_TIME_SECS, stat.get("system_usec"), MICROS);
        return throttling(all, stat, "throttled_usec", MICROS);
    }

    private static ResourceStatistics throttling(
            ResourceStatistics all, Map<String, Long> stat, String timeField, double unit) {
        ResourceStatistics more = with(all, Statistic.CPUS_NR_PERIODS, stat.get("nr_periods"), 0);
        more = with(more, Statistic.CPUS_NR_THROTTLED, stat.get("nr_throttled"), 0);
        return with(more, Statistic.CPUS_THROTTLED_TIME_SECS, stat.get(timeField), unit);
    }

    /** @param unit how many of the value make a second; 0: it is no time */
    private static ResourceStatistics with(
            ResourceStatistics all, Statistic statistic, @Nullable Long value, double unit) {
        if (value == null) {
            return all;
        }
        return unit == 0 ? all.with(statistic, value) : all.with(statistic, value / unit);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(ENABLE_CFS);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment)
                    .controller("cpu")
                    .controller("cpuacct")
                    .verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new CpuIsolator(
                    new ControllerCgroups(environment.service(ContainerCgroups.class), List.of("cpu", "cpuacct")),
                    environment.flags().get(ENABLE_CFS));
        }
    }
}
