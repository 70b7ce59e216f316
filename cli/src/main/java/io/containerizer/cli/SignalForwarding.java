package io.containerizer.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Passes signals that this program gets on to a container. Those that come before there is one wait, but not for long: a
 * launch that hangs would keep this program from ending. The third SIGINT in a row means that the user has lost patience.
 *
 * <p>SIGQUIT cannot be passed on: the JVM keeps it for itself, and answers it with a dump of its threads among the
 * container's output, unless it is started with {@code -XX:-DisplayVMOutput}.
 */
final class SignalForwarding implements AutoCloseable {

    private static final long IN_A_ROW_NANOS = 3_000_000_000L;
    private static final int PATIENCE = 3;
    private static final int SIGNALLED = 128;
    private static final long EARLY_WAIT_SECONDS = 5;

    private final Map<String, SignalHandler> previous = new HashMap<>();
    private final List<Integer> waiting = new ArrayList<>();
    private @Nullable IntConsumer target;
    private @Nullable Runnable lostPatience;
    private long lastInterrupt;
    private int interrupts;

    private final IntConsumer giveUp;

    private SignalForwarding(IntConsumer giveUp) {
        this.giveUp = giveUp;
    }

    /** From here on a signal ends this program only if the container is not launched soon after. */
    static SignalForwarding start() {
        return start(signal -> Main.abandon(SIGNALLED + signal));
    }

    static SignalForwarding start(IntConsumer giveUp) {
        SignalForwarding forwarding = new SignalForwarding(giveUp);
        forwarding.catchSignal("INT", SignalNames.INT);
        forwarding.catchSignal("TERM", SignalNames.TERM);
        forwarding.catchSignal("HUP", SignalNames.HUP);
        forwarding.catchSignal("USR1", SignalNames.USR1);
        forwarding.catchSignal("USR2", SignalNames.USR2);
        return forwarding;
    }

    private void catchSignal(String name, int number) {
        try {
            previous.put(name, Signal.handle(new Signal(name), s -> arrived(number)));
        } catch (IllegalArgumentException e) {
            // the JVM runs with -Xrs: then such a signal ends this program, and the container goes on
        }
    }

    /** @param impatient called instead, when SIGINT comes again and again */
    synchronized void passTo(IntConsumer send, Runnable impatient) {
        target = send;
        lostPatience = impatient;
        waiting.forEach(send::accept);
        waiting.clear();
    }

    synchronized void arrived(int signal) {
        IntConsumer send = target;
        if (send == null) {
            waiting.add(signal);
            if (waiting.size() >= PATIENCE) {
                giveUp.accept(signal);
            }
            CompletableFuture.delayedExecutor(EARLY_WAIT_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> giveUpWaiting(signal));
        } else if (signal == SignalNames.INT && isOneTooMany() && lostPatience != null) {
            lostPatience.run();
        } else {
            send.accept(signal);
        }
    }

    private synchronized void giveUpWaiting(int signal) {
        if (!waiting.isEmpty()) {
            giveUp.accept(signal);
        }
    }

    private boolean isOneTooMany() {
        long now = System.nanoTime();
        interrupts = now - lastInterrupt < IN_A_ROW_NANOS ? interrupts + 1 : 1;
        lastInterrupt = now;
        return interrupts >= PATIENCE;
    }

    /** Signals do again what they did before. */
    @Override
    public synchronized void close() {
        previous.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
        previous.clear();
        waiting.clear();
    }
}
