package io.containerizer.agent.http;

/** How much all bodies together may hold in memory. */
final class BodyMemory {

    private final long limit;
    private long used;

    BodyMemory(long limit) {
        this.limit = limit;
    }

    synchronized boolean take(long bytes) {
        if (used + bytes > limit) {
            return false;
        }
        used += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        used -= bytes;
    }
}
