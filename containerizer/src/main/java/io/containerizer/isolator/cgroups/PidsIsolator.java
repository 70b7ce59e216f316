package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cgroups/pids}: counts a container's processes and threads, and caps them where the operator says so. */
public final class PidsIsolator extends CgroupIsolator {

    private static final String NAME = "cgroups/pids";
    private static final Flag<Long> MAX = Flag.unset(
            "cgroups_pids_max",
            "NUMBER",
            PidsIsolator::parse,
            "The most processes and threads a container may have at once; unset: no cap.");

    private final Optional<Long> max;

    private PidsIsolator(ControllerCgroups cgroups, Optional<Long> max) {
        super(NAME, cgroups);
        this.max = max;
    }

    private static Long parse(String text) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", "'" + text + "'", "it is no number above 0")
                .withHint("write for example 100, or leave the flag out for no cap");
    }

    @Override
    void configure(Container container, Contribution.Builder plan) {
        max.ifPresent(n -> set(plan, container, Map.of("pids.max", Long.toString(n))));
    }

    @Override
    public ResourceStatistics usage(Container container) {
        return cgroups.figures()
                .readNumber(cgroups.directory(container), "pids.current")
                .map(n -> ResourceStatistics.NONE.with(Statistic.THREADS, n))
                .orElse(ResourceStatistics.NONE);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(MAX);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).controller("pids").verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new PidsIsolator(
                    new ControllerCgroups(environment.service(ContainerCgroups.class), List.of("pids")),
                    environment.flags().find(MAX));
        }
    }
}
