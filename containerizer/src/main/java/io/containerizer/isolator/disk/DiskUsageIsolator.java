package io.containerizer.isolator.disk;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.FirstLimitation;
import io.containerizer.linux.syscall.BackgroundThreads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * {@code disk/du}: reports what the sandbox of a top-level container occupies, and its volumes that have a quota, by
 * looking at every file from time to time. On demand, ends containers that exceed their quota.
 */
public final class DiskUsageIsolator implements Isolator {

    private static final String NAME = "disk/du";

    private final DiskMeter meter;
    private final DiskWatches watches;
    private final boolean enforce;
    private final Map<ContainerId, DiskAccount> accounts = new ConcurrentHashMap<>();

    DiskUsageIsolator(DiskMeter meter, DiskWatches watches, boolean enforce) {
        this.meter = meter;
        this.watches = watches;
        this.enforce = enforce;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void isolate(Container container, int pid) {
        accounts.putIfAbsent(container.id(), new DiskAccount(container));
    }

    /** Nothing for a container that has been cleaned up meanwhile. */
    @Override
    public void watch(Container container, Consumer<Limitation> exceeded) {
        Consumer<Limitation> first = new FirstLimitation(exceeded);
        accounts.computeIfPresent(container.id(), (id, account) -> {
            watches.add(id, () -> {
                account.measure(meter);
                account.exceeded().filter(limitation -> enforce).ifPresent(first);
            });
            return account;
        });
    }

    @Override
    public void update(Container container, Resources requests, Resources limits) {
        DiskAccount account = accounts.get(container.id());
        if (account == null) {
            return;
        }
        account.setVolumes(container);
        if (requests.hasDisk()) {
            account.setQuota(requests.disk());
        }
    }

    /** Who does not watch, because the container is another engine's, measures now. */
    @Override
    public ResourceStatistics usage(Container container) {
        DiskAccount account = accounts.get(container.id());
        if (account == null) {
            return ResourceStatistics.NONE;
        }
        if (!watches.has(container.id())) {
            account.measureIfOlder(watches.interval(), meter);
        }
        return account.statistics();
    }

    @Override
    public void cleanup(ContainerId id) {
        accounts.remove(id);
        watches.remove(id);
    }

    @Override
    public void close() {
        watches.close();
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(DiskFlags.WATCH_INTERVAL, DiskFlags.ENFORCE_QUOTA);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return isLinux() ? Verdict.usable("nothing is needed") : Verdict.usable("nothing is needed; du measures");
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            ThreadFactory threads = isLinux()
                    ? new BackgroundThreads(NAME)
                    : Thread.ofPlatform().daemon().name(NAME).factory();
            return new DiskUsageIsolator(
                    isLinux() ? DiskMeter.ofLinux(threads) : DiskMeter.ofPosix(),
                    new DiskWatches(environment.flags().get(DiskFlags.WATCH_INTERVAL), threads),
                    environment.flags().get(DiskFlags.ENFORCE_QUOTA));
        }

        private static boolean isLinux() {
            return System.getProperty("os.name").equals("Linux");
        }
    }
}
