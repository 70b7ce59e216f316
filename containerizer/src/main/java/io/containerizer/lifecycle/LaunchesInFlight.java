package io.containerizer.lifecycle;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets launches go first: somebody waits for a launch, nobody for the removal of what has ended by itself. While
 * launches are under way, such removals wait, though not for long.
 */
final class LaunchesInFlight {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private int count;

    void begin() {
        lock.lock();
        try {
            count++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            if (--count == 0) {
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
            while (count > 0 && left > 0) {
                left = quiet.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
