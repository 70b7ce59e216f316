package io.containerizer.agent.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.containerizer.agent.tasks.SimulatedLoop;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusUpdatesTest {

    private static final FrameworkID FRAMEWORK =
            FrameworkID.newBuilder().setValue("f").build();
    private static final TaskID TASK = TaskID.newBuilder().setValue("t").build();
    private static final TaskKey KEY = TaskKey.of(FRAMEWORK, TASK);

    private final SimulatedLoop loop = new SimulatedLoop();
    private final List<StatusUpdate> sent = new ArrayList<>();
    private final List<StatusUpdate> written = new ArrayList<>();
    private final StatusUpdates updates = new StatusUpdates(loop, sent::add, written::add);

    @TempDir
    private Path directory;

    private static StatusUpdate update(int number, TaskState state) {
        ByteString uuid = ByteString.copyFromUtf8("%016d".formatted(number));
        return StatusUpdate.newBuilder()
                .setFrameworkId(FRAMEWORK)
                .setStatus(
                        TaskStatus.newBuilder().setTaskId(TASK).setState(state).setUuid(uuid))
                .setTimestamp(number)
                .setUuid(uuid)
                .setLatestState(state)
                .build();
    }

    private void add(StatusUpdate update) {
        updates.add(update, () -> UpdateLog.NONE);
    }

    private static ByteString uuid(int number) {
        return update(number, TaskState.TASK_RUNNING).getUuid();
    }

    @Test
    void oneIsOnItsWayAtATimeAndTellsTheLatestState() {
        updates.resume();
        add(update(1, TaskState.TASK_STARTING));
        add(update(2, TaskState.TASK_RUNNING));
        add(update(3, TaskState.TASK_FINISHED));
        assertThat(sent).extracting(u -> u.getStatus().getState()).containsExactly(TaskState.TASK_STARTING);
        assertThat(updates.acknowledge(KEY, uuid(1))).isEqualTo(StatusUpdates.Acknowledgement.TAKEN);
        assertThat(sent.get(1).getStatus().getState()).isEqualTo(TaskState.TASK_RUNNING);
        assertThat(sent.get(1).getLatestState()).isEqualTo(TaskState.TASK_FINISHED);
        assertThat(updates.acknowledge(KEY, uuid(2))).isEqualTo(StatusUpdates.Acknowledgement.TAKEN);
        assertThat(updates.acknowledge(KEY, uuid(3))).isEqualTo(StatusUpdates.Acknowledgement.LAST);
        assertThat(updates.acknowledge(KEY, uuid(3))).isEqualTo(StatusUpdates.Acknowledgement.UNKNOWN);
        assertThat(sent).hasSize(3);
    }

    @Test
    void itIsSentAgainEverMoreRarely() {
        updates.resume();
        add(update(1, TaskState.TASK_RUNNING));
        int[] seconds = {10, 20, 40, 80, 160, 320, 600, 600};
        for (int i = 0; i < seconds.length; i++) {
            loop.pass(Duration.ofSeconds(seconds[i] - 1));
            assertThat(sent).hasSize(i + 1);
            loop.pass(Duration.ofSeconds(1));
            assertThat(sent).hasSize(i + 2);
        }
        updates.acknowledge(KEY, uuid(1));
        loop.pass(Duration.ofHours(1));
        assertThat(sent).hasSize(seconds.length + 1);
    }

    @Test
    void withoutAMasterAllWait() {
        add(update(1, TaskState.TASK_RUNNING));
        loop.pass(Duration.ofHours(1));
        assertThat(sent).isEmpty();
        updates.resume();
        assertThat(sent).hasSize(1);
        updates.pause();
        loop.pass(Duration.ofHours(1));
        assertThat(sent).hasSize(1);
        updates.resume();
        assertThat(sent).hasSize(2);
    }

    @Test
    void whatIsKnownIsNotTakenTwice() {
        updates.resume();
        add(update(1, TaskState.TASK_RUNNING));
        add(update(1, TaskState.TASK_RUNNING));
        updates.acknowledge(KEY, uuid(1));
        assertThat(sent).hasSize(1);
        assertThat(updates.unacknowledged(KEY)).isEmpty();
    }

    @Test
    void anAcknowledgementOfSomethingElseChangesNothing() {
        updates.resume();
        add(update(1, TaskState.TASK_STARTING));
        add(update(2, TaskState.TASK_RUNNING));
        assertThat(updates.acknowledge(KEY, uuid(2))).isEqualTo(StatusUpdates.Acknowledgement.UNKNOWN);
        assertThat(updates.acknowledge(new TaskKey("f", "other"), uuid(1)))
                .isEqualTo(StatusUpdates.Acknowledgement.UNKNOWN);
        assertThat(updates.unacknowledged(KEY)).hasSize(2);
    }

    @Test
    void whatAFrameworkThatIsGoneWaitedForIsDropped() {
        updates.resume();
        add(update(1, TaskState.TASK_RUNNING));
        updates.drop(FRAMEWORK);
        loop.pass(Duration.ofHours(1));
        assertThat(sent).hasSize(1);
    }

    /** A disk that is full for a while. */
    @Test
    void nothingIsSentThatTheDiskHasNotTaken() {
        boolean[] full = {true};
        List<StatusUpdateRecord> records = new ArrayList<>();
        UpdateLog log = new UpdateLog() {
            @Override
            public void append(StatusUpdateRecord record) {
                if (full[0]) {
                    throw ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, "write", "it", "ENOSPC");
                }
                records.add(record);
            }

            @Override
            public void close() {}
        };
        updates.resume();
        updates.add(update(1, TaskState.TASK_STARTING), () -> log);
        updates.add(update(2, TaskState.TASK_FINISHED), () -> log);
        loop.pass(Duration.ofSeconds(30));
        assertThat(sent).isEmpty();
        assertThat(updates.areWritten(KEY)).isFalse();
        full[0] = false;
        loop.pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(1);
        assertThat(updates.areWritten(KEY)).isTrue();
        assertThat(written).hasSize(2);
        full[0] = true;
        assertThat(updates.acknowledge(KEY, uuid(1))).isEqualTo(StatusUpdates.Acknowledgement.UNKNOWN);
        full[0] = false;
        assertThat(updates.acknowledge(KEY, uuid(1))).isEqualTo(StatusUpdates.Acknowledgement.TAKEN);
        assertThat(records).hasSize(3);
    }

    /** Whatever is lost on the way, and wherever the agent dies: all arrive, in order, the last at the end. */
    @RepeatedTest(200)
    void allArriveInOrderInSpiteOfCrashesAndLosses(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Path file = directory.resolve("task.updates");
        int count = 1 + random.nextInt(8);
        List<Integer> arrived = new ArrayList<>();
        int made = 0;
        boolean over = false;
        while (!over) {
            SimulatedLoop time = new SimulatedLoop();
            List<StatusUpdate> out = new ArrayList<>();
            StatusUpdates living = new StatusUpdates(time, out::add, update -> {});
            UpdateFile.Content content = UpdateFile.read(file);
            living.recover(KEY, content.records(), UpdateFile.open(file, content.length()));
            made = (int) content.records().stream()
                    .filter(record -> record.getType() == StatusUpdateRecord.Type.UPDATE)
                    .count();
            living.resume();
            int life = random.nextInt(30);
            for (int step = 0; step < life && !over; step++) {
                if (random.nextBoolean() && made < count) {
                    made++;
                    living.add(
                            update(made, made == count ? TaskState.TASK_FINISHED : TaskState.TASK_RUNNING),
                            () -> UpdateFile.create(file));
                }
                time.pass(Duration.ofSeconds(random.nextInt(20)));
                if (!out.isEmpty() && random.nextInt(3) > 0) { // or it was lost
                    StatusUpdate update = out.get(random.nextInt(out.size()));
                    int number = (int) update.getTimestamp();
                    if (arrived.isEmpty() || arrived.getLast() < number) {
                        arrived.add(number);
                    }
                    if (random.nextInt(3) > 0) { // or the acknowledgement was
                        over = living.acknowledge(KEY, update.getUuid()) == StatusUpdates.Acknowledgement.LAST;
                    }
                }
            }
            living.close();
            if (Files.exists(file) && random.nextInt(4) == 0) { // the crash cut off what was being written
                Files.write(file, new byte[] {9, 0, 0, 0, 1}, java.nio.file.StandardOpenOption.APPEND);
            }
        }
        assertThat(arrived).containsExactlyElementsOf(numbers(count));
        assertThat(UpdateFile.read(file).records()).hasSize(2 * count);
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
