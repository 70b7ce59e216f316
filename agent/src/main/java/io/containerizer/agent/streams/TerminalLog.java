package io.containerizer.agent.streams;

import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.LocatedFile;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/** Writes what comes out of a container's terminal into the file {@code stdout} of its sandbox, without a thread that waits. */
final class TerminalLog {

    private static final System.Logger LOG = System.getLogger(TerminalLog.class.getName());
    private static final int AT_ONCE = 16 << 10;

    private final Syscalls calls;
    private final Poller poller;
    private final int master;
    private final FileChannel file;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private TerminalLog(Syscalls calls, Poller poller, int master, FileChannel file) {
        this.calls = calls;
        this.poller = poller;
        this.master = master;
        this.file = file;
    }

    /**
     * @param master this object's own from now on
     * @return done when everything that the terminal showed is in the file
     */
    static CompletableFuture<Void> start(Syscalls calls, Poller poller, int master, Path sandbox) {
        try {
            TerminalLog log = new TerminalLog(calls, poller, master, open(calls, sandbox));
            log.await();
            return log.drained;
        } catch (IOException | KernelException e) {
            calls.close(master);
            LOG.log(System.Logger.Level.ERROR, "keep no output of the terminal in " + sandbox + ": " + e.getMessage());
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Made where there is nothing; a link that the container put there is not followed out of its sandbox. */
    private static FileChannel open(Syscalls calls, Path sandbox) throws IOException {
        try {
            Files.createFile(sandbox.resolve("stdout"));
        } catch (FileAlreadyExistsException e) {
            // of an earlier agent
        }
        try (LocatedFile located = LocatedFile.below(calls, sandbox, "stdout")) {
            if (!Files.isRegularFile(located.path())) {
                throw new IOException("stdout is no file any more");
            }
            return FileChannel.open(located.path(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
    }

    private void await() {
        poller.watchOnce(master, () -> Thread.startVirtualThread(this::copy));
    }

    private void copy() {
        try {
            byte[] piece = calls.read(master, AT_ONCE);
            if (piece.length > 0) {
                keep(piece);
                await();
                return;
            }
        } catch (KernelException e) {
            // EIO: the last process has let go of it
        }
        end();
    }

    /** A full disk must not stop the container. */
    private void keep(byte[] piece) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(piece);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "lost output of a terminal: " + e.getMessage());
        }
    }

    private void end() {
        calls.close(master);
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "close the output of a terminal: " + e.getMessage());
        }
        drained.complete(null);
    }
}
