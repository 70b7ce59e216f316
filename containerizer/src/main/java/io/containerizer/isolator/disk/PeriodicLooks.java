package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.Syscalls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at containers again and again, on the poller's thread, until told to stop or the engine is closed. */
final class PeriodicLooks {

    private static final System.Logger LOG = System.getLogger(PeriodicLooks.class.getName());
    private static final int EXPIRATIONS_SIZE = 8;

    private final Syscalls calls;
    private final Poller poller;
    private final long periodMillis;
    private final Map<ContainerId, Look> looks = new ConcurrentHashMap<>();

    private record Look(int timer, Poller.Watch watch) {}

    PeriodicLooks(Syscalls calls, Poller poller, Duration period) {
        this.calls = calls;
        this.poller = poller;
        this.periodMillis = Math.max(1, period.toMillis());
    }

    /** Looks at once, and then once per period. */
    void start(ContainerId id, Runnable look) {
        tryTo(look);
        int timer = calls.timer(periodMillis);
        try {
            Poller.Watch watch = poller.watch(timer, Poller.READABLE, () -> {
                var _ = calls.read(timer, EXPIRATIONS_SIZE);
                tryTo(look);
            });
            Optional.ofNullable(looks.put(id, new Look(timer, watch))).ifPresent(this::end);
        } catch (ContainerizerException e) {
            calls.close(timer);
            throw e;
        }
    }

    /** What cannot be seen now may be seen the next time. */
    private static void tryTo(Runnable look) {
        try {
            look.run();
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> XfsDiskIsolator.NAME + ": " + e.getMessage());
        }
    }

    void stop(ContainerId id) {
        Optional.ofNullable(looks.remove(id)).ifPresent(this::end);
    }

    private void end(Look look) {
        look.watch.close();
        calls.close(look.timer);
    }
}
