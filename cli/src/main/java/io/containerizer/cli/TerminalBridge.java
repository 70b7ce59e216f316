package io.containerizer.cli;

import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Connects the terminal this program runs in with a container's: what is typed goes there unprocessed, so that the
 * container's terminal makes Ctrl-C a signal, and what comes from there is shown as it is. However this program ends,
 * its terminal is as it was before.
 */
final class TerminalBridge implements Attachment {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int AT_ONCE = 1 << 14;
    private static final int READABLE = 1;
    private static final long STOP = 0;
    private static final long INPUT = 1;
    private static final long DRAIN_MILLIS = 1_000;
    private static final Signal RESIZED = new Signal("WINCH");

    private final Syscalls calls;
    private final FarTerminal far;
    private final Optional<DetachKeys> keys;
    private final CompletableFuture<Void> outputEnded = new CompletableFuture<>();
    private final Optional<byte[]> before;
    private final Thread restoring = new Thread(this::restore);
    private final @Nullable SignalHandler previous;
    private final int stop;
    private @Nullable Thread typing;

    /**
     * @param far this object's own from now on
     * @param input whether what is typed goes to the container
     * @param keys by which one leaves, if that is possible
     */
    TerminalBridge(Syscalls calls, FarTerminal far, boolean input, Optional<DetachKeys> keys) {
        this.calls = calls;
        this.far = far;
        this.keys = keys;
        this.stop = calls.eventFd();
        this.before = input ? calls.terminal(STDIN) : Optional.empty();
        Runtime.getRuntime().addShutdownHook(restoring);
        before.ifPresent(settings -> calls.setTerminal(STDIN, calls.raw(settings)));
        this.previous = Signal.handle(RESIZED, s -> resize());
        resize(); // it may have changed since the launch was asked for
        daemon("terminal-output", this::copyOutput);
        if (input) {
            typing = daemon("terminal-input", this::copyInput);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    /** Rows and columns of the terminal that shows our output, or else of the one we read from. */
    static Optional<int[]> size(Syscalls calls) {
        return calls.windowSize(STDOUT).or(() -> calls.windowSize(STDIN)).filter(s -> s[0] > 0 && s[1] > 0);
    }

    private void resize() {
        size(calls).ifPresent(s -> far.resize(s[0], s[1]));
    }

    private void copyOutput() {
        try {
            for (byte[] bytes = far.read(); bytes.length > 0; bytes = far.read()) {
                show(bytes);
            }
        } catch (OutputClosedException e) {
            outputEnded.completeExceptionally(e);
        }
        outputEnded.complete(null);
    }

    private void show(byte[] bytes) throws OutputClosedException {
        try {
            calls.write(STDOUT, bytes);
        } catch (KernelException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Reads only when there is something, so that what is typed after the container's end stays for the shell. */
    private void copyInput() {
        int epoll = calls.epollCreate();
        try {
            calls.epollAdd(epoll, stop, READABLE, STOP);
            calls.epollAdd(epoll, STDIN, READABLE, INPUT);
            for (; ; ) {
                for (long ready : calls.epollWait(epoll, -1)) {
                    if (ready == STOP || !passOn()) {
                        return;
                    }
                }
            }
        } catch (KernelException e) {
            // our terminal is gone
        } finally {
            calls.close(epoll);
        }
    }

    private boolean passOn() {
        byte[] typed = calls.read(STDIN, AT_ONCE);
        byte[] passed = keys.map(k -> k.pass(typed)).orElse(typed);
        if (passed.length > 0 && !far.write(passed)) {
            return false;
        }
        if (keys.isPresent() && keys.get().pressed()) {
            outputEnded.complete(null);
            return false;
        }
        return typed.length > 0;
    }

    @Override
    public void follow(Future<?> end) throws OutputClosedException {
        CompletableFuture<?> either =
                end instanceof CompletableFuture<?> future ? CompletableFuture.anyOf(future, outputEnded) : outputEnded;
        try {
            either.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutputClosedException closed) {
                throw closed;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every process of the container is dead, so the end of its output is near. */
    @Override
    public void drain() throws OutputClosedException {
        try {
            outputEnded.get(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // a process outside has its terminal open
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutputClosedException closed) {
                throw closed;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restore() {
        try {
            before.ifPresent(settings -> calls.setTerminal(STDIN, settings));
        } catch (KernelException e) {
            // it was closed: nothing to restore
        }
    }

    @Override
    public void close() {
        if (previous != null) {
            Signal.handle(RESIZED, previous);
        }
        calls.eventFdSignal(stop);
        join(typing);
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException e) {
            // the JVM is going down: the hook does it once more
        }
        far.close();
        if (outputEnded.isDone()) {
            calls.close(stop);
        }
    }

    private static void join(@Nullable Thread thread) {
        if (thread != null) {
            try {
                thread.join(DRAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
