package io.containerizer.isolator.posix;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.posix.ProcessTree;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@code posix/cpu}: reports the processor time of a container's process tree; isolates nothing. */
public final class PosixCpuIsolator implements Isolator {

    private static final String NAME = "posix/cpu";

    private final Map<ContainerId, Integer> inits = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public void isolate(Container container, int pid) {
        inits.put(container.id(), pid);
    }

    @Override
    public ResourceStatistics usage(Container container) {
        return Optional.ofNullable(inits.get(container.id()))
                .flatMap(pid -> ProcessTree.of(pid).cpuTime())
                .map(t -> ResourceStatistics.NONE
                        .with(Statistic.CPUS_USER_TIME_SECS, seconds(t.user()))
                        .with(Statistic.CPUS_SYSTEM_TIME_SECS, seconds(t.system())))
                .orElse(ResourceStatistics.NONE);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    @Override
    public void cleanup(ContainerId id) {
        inits.remove(id);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new PosixCpuIsolator();
        }
    }
}
