package io.containerizer.agent.streams;

import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The output of a container as somebody sees it who is attached: followed in the files of its sandbox, so that who reads
 * slowly holds up nobody, takes no memory, and misses nothing.
 */
public final class Output implements AutoCloseable {

    private static final long SHORTEST_NANOS = 2_000_000;
    private static final long LONGEST_NANOS = 20_000_000;

    /** Takes a piece of one of the streams; false: it wants no more. */
    public interface Taker {
        boolean take(boolean stderr, byte[] piece);
    }

    private final Optional<OutputFile> stdout;
    private final Optional<OutputFile> stderr;

    private Output(Optional<OutputFile> stdout, Optional<OutputFile> stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** @param fromEnd whether only what comes from now on is of interest */
    public static Output of(Syscalls calls, Path sandbox, boolean fromEnd) {
        return new Output(
                OutputFile.open(calls, sandbox, "stdout", fromEnd), OutputFile.open(calls, sandbox, "stderr", fromEnd));
    }

    /**
     * Passes on what comes, until the container's output has ended, and all of it.
     *
     * @param ended done when nothing more is written
     * @param gone done when nobody wants it any more
     */
    public void follow(CompletableFuture<?> ended, CompletableFuture<?> gone, Taker taker)
            throws IOException, InterruptedException {
        CompletableFuture<?> either = CompletableFuture.anyOf(ended, gone);
        long pause = SHORTEST_NANOS;
        while (!gone.isDone()) {
            boolean last = ended.isDone();
            boolean any = pass(stdout, false, taker);
            any |= pass(stderr, true, taker);
            if (!any && last) {
                return;
            }
            if (any) {
                pause = SHORTEST_NANOS;
            } else {
                pause(either, pause);
                pause = Math.min(pause * 3 / 2, LONGEST_NANOS);
            }
        }
    }

    /** Whether there was anything. */
    private static boolean pass(Optional<OutputFile> file, boolean stderr, Taker taker) throws IOException {
        if (file.isEmpty()) {
            return false;
        }
        byte[] piece = file.get().next();
        if (piece.length > 0 && !taker.take(stderr, piece)) {
            throw new IOException("the client is gone");
        }
        return piece.length > 0;
    }

    private static void pause(CompletableFuture<?> either, long nanos) throws InterruptedException {
        try {
            either.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // look again
        }
    }

    @Override
    public void close() {
        stdout.ifPresent(OutputFile::close);
        stderr.ifPresent(OutputFile::close);
    }
}
