package io.containerizer.agent.updates;

import com.google.protobuf.ByteString;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The updates of one task: those acknowledged, and those that wait for it, of which only the first is on its way. */
final class UpdateStream {

    private final UpdateLog log;
    private final Deque<StatusUpdate> waiting = new ArrayDeque<>();
    private final Set<ByteString> received = new HashSet<>();
    private TaskState latest = TaskState.TASK_STAGING;
    private boolean ended;

    UpdateStream(UpdateLog log) {
        this.log = log;
    }

    /** As a log has it. */
    static UpdateStream of(List<StatusUpdateRecord> records, UpdateLog log) {
        UpdateStream stream = new UpdateStream(log);
        for (StatusUpdateRecord record : records) {
            switch (record.getType()) {
                case UPDATE -> stream.take(record.getUpdate());
                case ACK -> {
                    var _ = stream.pop(record.getUuid());
                }
            }
        }
        return stream;
    }

    /** False: it is known already. */
    boolean add(StatusUpdate update) {
        if (received.contains(update.getUuid())) {
            return false;
        }
        log.append(StatusUpdateRecord.newBuilder()
                .setType(StatusUpdateRecord.Type.UPDATE)
                .setUpdate(update)
                .build());
        take(update);
        return true;
    }

    private void take(StatusUpdate update) {
        received.add(update.getUuid());
        waiting.add(update);
        latest = update.getStatus().getState();
    }

    /** False: it is not the one that is on its way. */
    boolean acknowledge(ByteString uuid) {
        if (waiting.isEmpty() || !waiting.peek().getUuid().equals(uuid)) {
            return false;
        }
        log.append(StatusUpdateRecord.newBuilder()
                .setType(StatusUpdateRecord.Type.ACK)
                .setUuid(uuid)
                .build());
        return pop(uuid);
    }

    private boolean pop(ByteString uuid) {
        if (waiting.isEmpty() || !waiting.peek().getUuid().equals(uuid)) {
            return false;
        }
        ended |= TaskStates.isTerminal(waiting.remove().getStatus().getState());
        return true;
    }

    /** The one that is to be on its way, telling also how far the task is by now. */
    Optional<StatusUpdate> first() {
        return Optional.ofNullable(waiting.peek())
                .map(update -> update.toBuilder().setLatestState(latest).build());
    }

    /** All that have not been acknowledged, oldest first. */
    List<StatusUpdate> unacknowledged() {
        return List.copyOf(waiting);
    }

    /** Whether the end of its task was acknowledged. */
    boolean hasEnded() {
        return ended;
    }

    void close() {
        log.close();
    }
}
