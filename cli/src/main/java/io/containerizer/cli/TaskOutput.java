package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.scheduler.AgentFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows what a task writes, read from its sandbox on the agent. */
final class TaskOutput implements AutoCloseable {

    private static final long SHORTEST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 500;
    private static final long DRAIN_SECONDS = 30;

    private final Stream[] streams;
    private final Output output;
    private final TaskStreams shown;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopped;

    /** One file, and how much of it has been shown. */
    private static final class Stream {
        private final AgentFiles files;
        private final String path;
        private final WritableByteChannel target;
        private long shown;

        Stream(AgentFiles files, String path, WritableByteChannel target) {
            this.files = files;
            this.path = path;
            this.target = target;
        }

        /** Whether there was anything. */
        boolean show() throws IOException {
            byte[] piece = files.read(path, shown);
            ByteBuffer bytes = ByteBuffer.wrap(piece);
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
            shown += piece.length;
            return piece.length > 0;
        }
    }

    /** @param sandbox its path as the agent serves it */
    TaskOutput(AgentFiles files, String sandbox, TaskStreams shown, Output output) {
        this.output = output;
        this.shown = shown;
        streams = new Stream[] {
            new Stream(files, sandbox + "/stdout", shown.out()), new Stream(files, sandbox + "/stderr", shown.err())
        };
        thread = Thread.ofPlatform().daemon().name("task-output").start(this::run);
    }

    private void run() {
        try {
            long pause = SHORTEST_MILLIS;
            for (boolean last = false; !stopped; ) {
                boolean any = show(last);
                if (!any && last) {
                    shown.end().run();
                    return;
                }
                pause = any ? SHORTEST_MILLIS : Math.min(2 * pause, LONGEST_MILLIS);
                last = any ? ended.getCount() == 0 : ended.await(pause, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            output.complain("write output: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** While the task lives its agent may be away for a while. */
    private boolean show(boolean last) throws IOException {
        boolean any = false;
        try {
            for (Stream stream : streams) {
                any |= stream.show();
            }
        } catch (ContainerizerException e) {
            if (last) {
                output.complain(String.valueOf(e.getMessage()));
            }
        }
        return any;
    }

    /** Waits until everything is shown that an ended task has written. */
    void drain() {
        ended.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        ended.countDown();
    }
}
