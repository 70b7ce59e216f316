package io.containerizer.lifecycle;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets launches go first: somebody waits for a launch, or for the end of a command that has just begun; nobody waits for
 * the removal of what has ended by itself. While there are such containers removals wait, though not for long.
 */
final class LaunchesInFlight {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Set<ManagedContainer> containers = new HashSet<>();

    void begin(ManagedContainer container) {
        lock.lock();
        try {
            containers.add(container);
        } finally {
            lock.unlock();
        }
    }

    /** It failed, or its command has ended, or has run for a while; may be called for each of these. */
    void end(ManagedContainer container) {
        lock.lock();
        try {
            if (containers.remove(container) && containers.isEmpty()) {
                quiet.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitQuiet() {
        lock.lock();
        try {
            long left = LONGEST_WAIT_NANOS;
            while (!containers.isEmpty() && left > 0) {
                left = quiet.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
