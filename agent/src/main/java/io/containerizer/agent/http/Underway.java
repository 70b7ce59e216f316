package io.containerizer.agent.http;

import java.time.Duration;

/** Counts the requests that are being answered, so that a stop can wait for them. */
final class Underway {

    private int count;
    private boolean stopping;

    /** @return false if no more are to be served */
    synchronized boolean begin() {
        count++;
        return !stopping;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    synchronized void stop() {
        stopping = true;
    }

    /** @return whether there are none, before the time is over */
    synchronized boolean awaitNone(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (count > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
