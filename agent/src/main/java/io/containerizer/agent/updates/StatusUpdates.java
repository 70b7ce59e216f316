package io.containerizer.agent.updates;

import com.google.protobuf.ByteString;
import io.containerizer.agent.loop.Loop;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The updates of all tasks. Of each task one update is on its way at a time; it is sent again, ever more rarely, until it
 * is acknowledged, and then the next. While there is no master all wait. On the loop only.
 */
public final class StatusUpdates {

    private static final System.Logger LOG = System.getLogger(StatusUpdates.class.getName());
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration UNTIL_WRITTEN = Duration.ofSeconds(1);

    private final Loop loop;
    private final Consumer<StatusUpdate> master;
    private final Consumer<StatusUpdate> written;
    private final Map<TaskKey, Underway> streams = new HashMap<>();
    private boolean paused = true;

    /** A stream, what the disk has not taken yet, and when its first update is sent again. */
    private static final class Underway {
        private final UpdateStream stream;
        private final Deque<StatusUpdate> unwritten = new ArrayDeque<>();
        private Loop.@Nullable Timer timer;

        Underway(UpdateStream stream) {
            this.stream = stream;
        }

        void stop() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }

    /** What an acknowledgement led to. */
    public enum Acknowledgement {
        TAKEN,
        /** It was that of the task's end: nothing is known of the task's updates any more. */
        LAST,
        /** Nothing of this kind is on its way. */
        UNKNOWN
    }

    /**
     * @param master where updates are sent to; may lose them
     * @param written told of each update that has reached the disk, before it is sent
     */
    public StatusUpdates(Loop loop, Consumer<StatusUpdate> master, Consumer<StatusUpdate> written) {
        this.loop = loop;
        this.master = master;
        this.written = written;
    }

    /**
     * Takes an update, unless it is known already. It is written down before it is sent; while the disk takes nothing, it
     * and those that follow it wait.
     *
     * @param log of the task, asked for when this is its first update
     */
    public void add(StatusUpdate update, Supplier<UpdateLog> log) {
        Underway underway =
                streams.computeIfAbsent(TaskKey.of(update), key -> new Underway(new UpdateStream(new LateLog(log))));
        underway.unwritten.add(update);
        if (underway.unwritten.size() == 1) {
            write(underway);
        }
    }

    private void write(Underway underway) {
        boolean idle = underway.stream.first().isEmpty();
        try {
            while (!underway.unwritten.isEmpty()) {
                underway.stream.add(underway.unwritten.element());
                written.accept(underway.unwritten.remove());
            }
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "an update waits for the disk: " + e.getMessage());
            var _ = loop.after(UNTIL_WRITTEN, () -> write(underway));
        }
        if (idle) {
            send(underway);
        }
    }

    public Acknowledgement acknowledge(TaskKey key, ByteString uuid) {
        Underway underway = streams.get(key);
        try {
            if (underway == null || !underway.stream.acknowledge(uuid)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "an acknowledgement for " + key + " fits no update: ignored");
                return Acknowledgement.UNKNOWN;
            }
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "an acknowledgement for " + key + " is lost: " + e.getMessage());
            return Acknowledgement.UNKNOWN; // the update is sent again
        }
        underway.stop();
        if (underway.stream.hasEnded()) {
            streams.remove(key);
            close(underway);
            return Acknowledgement.LAST;
        }
        send(underway);
        return Acknowledgement.TAKEN;
    }

    /** Sends a stream's first update now, and plans to do it again. */
    private void send(Underway underway) {
        send(underway, SHORTEST);
    }

    private void send(Underway underway, Duration again) {
        underway.stop();
        if (!paused) {
            underway.stream.first().ifPresent(update -> {
                underway.timer = loop.after(again, () -> send(underway, longer(again)));
                master.accept(update);
            });
        }
    }

    private static Duration longer(Duration delay) {
        Duration twice = delay.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    /** There is no master. */
    public void pause() {
        paused = true;
        streams.values().forEach(Underway::stop);
    }

    /** There is a master, which may know nothing of what was sent before. */
    public void resume() {
        paused = false;
        List.copyOf(streams.values()).forEach(this::send);
    }

    /** Sends again what a framework waits for. */
    public void resend(FrameworkID framework) {
        streams.entrySet().stream()
                .filter(entry -> entry.getKey().framework().equals(framework.getValue()))
                .map(Map.Entry::getValue)
                .toList()
                .forEach(this::send);
    }

    /** Takes up a task's stream as its log has it; sends nothing. */
    public void recover(TaskKey key, List<StatusUpdateRecord> records, UpdateLog log) {
        UpdateStream stream = UpdateStream.of(records, log);
        if (stream.hasEnded()) {
            stream.close();
        } else {
            streams.put(key, new Underway(stream));
        }
    }

    /** Those of a task that have not been acknowledged, oldest first. */
    public List<StatusUpdate> unacknowledged(TaskKey key) {
        Underway underway = streams.get(key);
        return underway == null
                ? List.of()
                : Stream.concat(underway.stream.unacknowledged().stream(), underway.unwritten.stream())
                        .toList();
    }

    /** Whether the disk has all that was told of a task. */
    public boolean areWritten(TaskKey key) {
        Underway underway = streams.get(key);
        return underway == null || underway.unwritten.isEmpty();
    }

    /** Nobody waits for what comes from a framework's tasks. */
    public void drop(FrameworkID framework) {
        for (Iterator<Map.Entry<TaskKey, Underway>> all = streams.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<TaskKey, Underway> next = all.next();
            if (next.getKey().framework().equals(framework.getValue())) {
                close(next.getValue());
                all.remove();
            }
        }
    }

    private static void close(Underway underway) {
        underway.stop();
        underway.unwritten.clear();
        underway.stream.close();
    }

    /** Leaves what is written as it is. */
    public void close() {
        streams.values().forEach(StatusUpdates::close);
        streams.clear();
    }
}
