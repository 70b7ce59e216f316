package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.api.Termination;
import io.containerizer.protocol.convert.Endings;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.agent.Response;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;

/** Makes what is told of tasks. */
final class Statuses {

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "Hangup"),
            Map.entry(2, "Interrupt"),
            Map.entry(3, "Quit"),
            Map.entry(4, "Illegal instruction"),
            Map.entry(6, "Aborted"),
            Map.entry(7, "Bus error"),
            Map.entry(8, "Floating point exception"),
            Map.entry(9, "Killed"),
            Map.entry(11, "Segmentation fault"),
            Map.entry(13, "Broken pipe"),
            Map.entry(14, "Alarm clock"),
            Map.entry(15, "Terminated"),
            Map.entry(31, "Bad system call"));

    private Statuses() {}

    static TaskStatus.Builder of(TaskID task, TaskState state) {
        return TaskStatus.newBuilder().setTaskId(task).setState(state);
    }

    static TaskStatus.Builder of(TaskID task, TaskState state, TaskStatus.Reason reason, String message) {
        return of(task, state).setReason(reason).setMessage(message);
    }

    /** Of a task whose command was a container's. */
    static TaskStatus.Builder ended(TaskID task, Termination termination, boolean killed) {
        boolean good = termination.status() == 0;
        TaskStatus.Builder status =
                of(task, killed ? TaskState.TASK_KILLED : good ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED);
        String message = command(termination);
        if (!killed && termination.limitation().isPresent()) {
            Response.WaitContainer ending = Endings.toMessage(termination);
            status.setState(ending.getState()).setReason(ending.getReason()).setLimitation(ending.getLimitation());
        }
        return status.setMessage(termination.message().isEmpty() ? message : message + ": " + termination.message());
    }

    private static String command(Termination termination) {
        if (!termination.signaled()) {
            return "Command exited with status " + termination.exitCode();
        }
        int signal = termination.status() & 0x7f;
        return "Command terminated with signal " + SIGNALS.getOrDefault(signal, Integer.toString(signal));
    }

    static ByteString bytes(UUID uuid) {
        return ByteString.copyFrom(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip());
    }
}
