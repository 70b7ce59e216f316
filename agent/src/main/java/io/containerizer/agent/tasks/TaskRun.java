package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.agent.state.StagedTask;
import io.containerizer.agent.updates.TaskStates;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;

/** A task of an executor, with all that was told of it. */
final class TaskRun {

    private final TaskInfo info;
    private final Task.Builder told;

    TaskRun(TaskInfo info, FrameworkID framework, String user) {
        this.info = info;
        this.told = StagedTask.of(info, framework).toBuilder();
        if (!told.hasUser() && !user.isEmpty()) {
            told.setUser(user);
        }
    }

    TaskID id() {
        return info.getTaskId();
    }

    TaskInfo info() {
        return info;
    }

    TaskState state() {
        return told.getState();
    }

    boolean hasEnded() {
        return TaskStates.isTerminal(state());
    }

    /** Of equal states in a row the last is kept. */
    void apply(TaskStatus status) {
        int last = told.getStatusesCount() - 1;
        if (last >= 0 && told.getStatuses(last).getState() == status.getState()) {
            told.setStatuses(last, status);
        } else {
            told.addStatuses(status);
        }
        told.setState(status.getState());
    }

    /** Whether this is the update that tells its end. */
    boolean endsWith(ByteString uuid) {
        int last = told.getStatusesCount() - 1;
        return hasEnded() && last >= 0 && told.getStatuses(last).getUuid().equals(uuid);
    }

    /** This is the update that is on its way. */
    void sent(TaskState state, ByteString uuid) {
        told.setStatusUpdateState(state).setStatusUpdateUuid(uuid);
    }

    Task told() {
        return told.build();
    }
}
