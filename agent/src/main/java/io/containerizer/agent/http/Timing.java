package io.containerizer.agent.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a connection did what, and so whether it has taken too long. */
final class Timing {

    private enum Phase {
        /** Nothing of the next request has come. */
        IDLE,
        /** A request's line and fields are coming. */
        HEADER,
        /** A request is being answered; who reads or writes looks at the time. */
        SERVING,
        /** The client was too slow; what it still sends is not served. */
        EXPIRED
    }

    /** What is to be done with a connection. */
    enum Verdict {
        KEEP,
        /** It has been idle for too long. */
        CLOSE,
        /** A request did not arrive in time. */
        REFUSE
    }

    private final Limits limits;
    private final LongSupplier nanos;

    // guarded by this
    private Phase phase = Phase.IDLE;
    private long since;
    private long lastSent;
    private boolean lasting;

    Timing(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        since = nanos.getAsLong();
        lastSent = since;
    }

    synchronized void received() {
        if (phase == Phase.IDLE) {
            enter(Phase.HEADER);
        }
    }

    /** @return false if the request came too late, and must not be served */
    synchronized boolean beginServing() {
        if (phase == Phase.EXPIRED) {
            return false;
        }
        enter(Phase.SERVING);
        return true;
    }

    /** A request has its answer. */
    synchronized void answered() {
        if (phase != Phase.EXPIRED) {
            enter(Phase.IDLE);
        }
    }

    /** From now on the connection may be idle for ever: its being there means something to the other end. */
    synchronized void last() {
        lasting = true;
    }

    synchronized void sent() {
        lastSent = nanos.getAsLong();
    }

    /** How long an answer may still wait for the client to take something; zero or less when it has waited for too long. */
    synchronized Duration patience() {
        return limits.sendTime().minusNanos(nanos.getAsLong() - lastSent);
    }

    synchronized Verdict judge() {
        long passed = nanos.getAsLong() - since;
        return switch (phase) {
            case IDLE -> !lasting && passed >= limits.idleTime().toNanos() ? expire(Verdict.CLOSE) : Verdict.KEEP;
            case HEADER -> passed >= limits.headerTime().toNanos() ? expire(Verdict.REFUSE) : Verdict.KEEP;
            // a connection that was told to end and does not
            case EXPIRED -> passed >= TimeUnit.SECONDS.toNanos(1) ? Verdict.CLOSE : Verdict.KEEP;
            case SERVING -> Verdict.KEEP;
        };
    }

    private Verdict expire(Verdict verdict) {
        enter(Phase.EXPIRED);
        return verdict;
    }

    private void enter(Phase next) {
        phase = next;
        since = nanos.getAsLong();
    }
}
