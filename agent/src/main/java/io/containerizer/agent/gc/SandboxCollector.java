package io.containerizer.agent.gc;

import io.containerizer.agent.state.GarbageFigures;
import io.containerizer.api.ContainerizerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Removes sandboxes when they are old, and sooner when the disk is full. What is there and how old is read from the disk
 * each time, so nothing is forgotten by a restart.
 */
public final class SandboxCollector {

    private static final System.Logger LOG = System.getLogger(SandboxCollector.class.getName());

    private final CollectionPolicy policy;
    private final List<Sandboxes> sandboxes;
    private final DoubleSupplier usage;
    private final InstantSource clock;
    private long removed;
    private long failed;
    private long pending;

    /** @param usage the part of the sandboxes' disk that is occupied, 0 to 1 */
    public SandboxCollector(
            CollectionPolicy policy, List<Sandboxes> sandboxes, DoubleSupplier usage, InstantSource clock) {
        this.policy = policy;
        this.sandboxes = List.copyOf(sandboxes);
        this.usage = usage;
        this.clock = clock;
    }

    public void start(ScheduledExecutorService timer) {
        long nanos = policy.interval().toNanos();
        var _ = timer.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::collect), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Looks once. */
    public synchronized void collect() {
        List<Sandboxes.Unused> unused = new ArrayList<>();
        for (Sandboxes some : sandboxes) {
            try {
                unused.addAll(some.unused(policy.nested()));
            } catch (ContainerizerException e) {
                LOG.log(System.Logger.Level.WARNING, "look for old sandboxes: " + e.getMessage());
            }
        }
        Instant oldest = clock.instant().minus(policy.oldest(usage.getAsDouble()));
        pending = 0;
        for (Sandboxes.Unused sandbox : unused) {
            if (sandbox.since().isAfter(oldest)) {
                pending++;
            } else {
                remove(sandbox);
            }
        }
    }

    private void remove(Sandboxes.Unused sandbox) {
        try {
            sandbox.removal().run();
            removed++;
        } catch (ContainerizerException e) {
            failed++;
            LOG.log(System.Logger.Level.WARNING, "remove sandbox of " + sandbox.name() + ": " + e.getMessage());
        }
    }

    public synchronized GarbageFigures figures() {
        return new GarbageFigures(removed, failed, pending, oldestNow());
    }

    private Duration oldestNow() {
        return policy.oldest(usage.getAsDouble());
    }
}
