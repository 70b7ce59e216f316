package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Copies a container's output from its files while it is written. It looks at the files every now and then: that works
 * on every file system, and costs little. It goes back to looking more often as soon as something comes.
 */
final class LogFollower implements Attachment {

    private static final long SHORTEST_NANOS = 2_000_000;
    private static final long LONGEST_NANOS = 20_000_000;

    private final List<FollowedFile> files;

    LogFollower(List<FollowedFile> files) {
        this.files = files;
    }

    /** What a container writes, below its sandbox. Absent channel: nobody wants to see it. */
    static LogFollower of(Path sandbox, Optional<WritableByteChannel> stdout, Optional<WritableByteChannel> stderr) {
        return new LogFollower(Stream.of(
                        stdout.flatMap(to -> FollowedFile.open(sandbox.resolve("stdout"), to)),
                        stderr.flatMap(to -> FollowedFile.open(sandbox.resolve("stderr"), to)))
                .flatMap(Optional::stream)
                .toList());
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Copies until {@code end} is done, and then what is left. */
    @Override
    public void follow(Future<?> end) throws OutputClosedException {
        long pause = SHORTEST_NANOS;
        while (!end.isDone()) {
            if (copyOnce()) {
                pause = SHORTEST_NANOS;
            } else {
                await(end, pause);
                pause = Math.min(pause * 3 / 2, LONGEST_NANOS);
            }
        }
        drain();
    }

    @Override
    public void drain() throws OutputClosedException {
        while (copyOnce()) {
            // there may be more
        }
    }

    private boolean copyOnce() throws OutputClosedException {
        boolean any = false;
        for (FollowedFile file : files) {
            any |= file.copy();
        }
        return any;
    }

    private static void await(Future<?> end, long nanos) {
        try {
            end.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // look again; how it ended is the caller's business
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ContainerizerException.of(ErrorCode.INTERNAL, "follow", "output", "interrupted");
        }
    }

    @Override
    public void close() {
        files.forEach(FollowedFile::close);
    }
}
