package io.containerizer.agent.streams;

import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.PipeCalls;
import io.containerizer.linux.syscall.Syscalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where a container reads what is sent to it: its terminal, or a pipe. One client at a time writes; one that the container
 * does not read from waits without a thread, and no longer than its connection and the container last.
 */
public final class Input {

    private final PipeCalls pipes;
    private final Syscalls calls;
    private final Poller poller;
    private final int fd;
    private final boolean terminal;
    private final CompletableFuture<?> ended;
    private final AtomicBoolean taken = new AtomicBoolean();
    private boolean open = true;

    /**
     * @param fd this object's own from now on
     * @param ended done when the container reads no more
     */
    Input(PipeCalls pipes, Syscalls calls, Poller poller, int fd, boolean terminal, CompletableFuture<?> ended) {
        this.pipes = pipes;
        this.calls = calls;
        this.poller = poller;
        this.fd = fd;
        this.terminal = terminal;
        this.ended = ended;
        pipes.setNonBlocking(fd);
        var _ = ended.whenComplete((end, failure) -> close());
    }

    /** False: another client has it. */
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    public void release() {
        taken.set(false);
    }

    public CompletableFuture<?> ended() {
        return ended;
    }

    /**
     * Writes all of it. Empty data is the end of a pipe, and nothing to a terminal.
     *
     * @param gone done when the client is
     * @return false when the container, or the client, was gone before
     * @throws KernelException when the container has closed its end
     */
    public boolean write(byte[] data, CompletableFuture<?> gone) throws InterruptedException {
        if (data.length == 0) {
            if (!terminal) {
                close();
            }
            return true;
        }
        int done = 0;
        while (done < data.length) {
            int count = writeSome(data, done);
            if (count < 0 || count == 0 && !awaitRoom(gone)) {
                return false;
            }
            done += count;
        }
        return true;
    }

    /** -1: it is closed. */
    private synchronized int writeSome(byte[] data, int offset) {
        return open ? pipes.writeSome(fd, data, offset) : -1;
    }

    private boolean awaitRoom(CompletableFuture<?> gone) throws InterruptedException {
        CompletableFuture<Void> room = new CompletableFuture<>();
        Poller.Watch watch;
        synchronized (this) {
            if (!open) {
                return false;
            }
            watch = poller.watchWritableOnce(fd, () -> room.complete(null));
        }
        try (watch) {
            CompletableFuture.anyOf(room, gone, ended).get();
        } catch (ExecutionException e) {
            return false;
        }
        return room.isDone();
    }

    /** Nothing happens to a pipe, or a container that has ended. */
    public synchronized void resize(int rows, int columns) {
        if (open && terminal) {
            calls.setWindowSize(fd, rows, columns);
        }
    }

    public boolean isTerminal() {
        return terminal;
    }

    synchronized void close() {
        if (open) {
            open = false;
            pipes.close(fd);
        }
    }
}
