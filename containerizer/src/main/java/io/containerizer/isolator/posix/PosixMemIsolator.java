package io.containerizer.isolator.posix;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.posix.ProcessTree;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@code posix/mem}: reports the resident memory of a container's process tree; isolates nothing. */
public final class PosixMemIsolator implements Isolator {

    private static final String NAME = "posix/mem";

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
                .flatMap(pid -> ProcessTree.of(pid).residentBytes())
                .map(bytes -> ResourceStatistics.NONE.with(Statistic.MEM_RSS_BYTES, bytes))
                .orElse(ResourceStatistics.NONE);
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
            return new PosixMemIsolator();
        }
    }
}
