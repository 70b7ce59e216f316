package io.containerizer.agent.service;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Gives signs of life, as long as the agent does not only exist but also works: each is the end of a look at its parts. A
 * look that hangs is the last one.
 */
public final class Watchdog {

    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    /** Without anybody who looks, the status is told now and then. */
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(30);

    private final ServiceManager manager;
    private final Supplier<String> look;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param look asks the agent's parts, and returns what they say in a line */
    public Watchdog(ServiceManager manager, Supplier<String> look) {
        this.manager = manager;
        this.look = look;
    }

    /** @param timer where it looks, more than twice within the time that the manager waits */
    public void start(ScheduledExecutorService timer) {
        long nanos = manager.watchdog().map(time -> time.toNanos() / 3).orElse(STATUS_INTERVAL.toNanos());
        var _ = timer.scheduleAtFixedRate(
                () -> Thread.startVirtualThread(this::look), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            String status = look.get();
            if (manager.watchdog().isPresent()) {
                manager.alive();
            }
            manager.status(status);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the agent does not work as it should: " + e.getMessage(), e);
        } finally {
            looking.set(false);
        }
    }
}
