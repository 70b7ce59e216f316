package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.http.Handler;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets a request pass every so often; the others wait for their turn, each on the thread of its own that it has anyway. When too
 * many wait, more are refused.
 */
final class Turnstile {

    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

    private final long intervalNanos;
    private final LongSupplier clock;
    private long next;

    /** @param clock as {@link System#nanoTime} */
    Turnstile(long intervalNanos, LongSupplier clock) {
        this.intervalNanos = intervalNanos;
        this.clock = clock;
        this.next = clock.getAsLong();
    }

    Handler before(Handler handler) {
        return request -> {
            long turn = take();
            if (turn - clock.getAsLong() > LONGEST_WAIT_NANOS) {
                return StatusAnswer.of(StatusAnswer.UNAVAILABLE);
            }
            for (long wait; (wait = turn - clock.getAsLong()) > 0; ) {
                LockSupport.parkNanos(wait);
                if (Thread.currentThread().isInterrupted()) {
                    return StatusAnswer.of(StatusAnswer.UNAVAILABLE);
                }
            }
            return handler.handle(request);
        };
    }

    /** When the caller's turn is. One whose wait would be too long takes none. */
    private synchronized long take() {
        long now = clock.getAsLong();
        long turn = Math.max(now, next);
        if (turn - now <= LONGEST_WAIT_NANOS) {
            next = turn + intervalNanos;
        }
        return turn;
    }
}
