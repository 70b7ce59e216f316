package io.containerizer.agent.updates;

import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.internal.StatusUpdate;

/** Names a task among those of all frameworks. */
public record TaskKey(String framework, String task) {

    public static TaskKey of(FrameworkID framework, TaskID task) {
        return new TaskKey(framework.getValue(), task.getValue());
    }

    static TaskKey of(StatusUpdate update) {
        return of(update.getFrameworkId(), update.getStatus().getTaskId());
    }

    @Override
    public String toString() {
        return "task " + task + " of framework " + framework;
    }
}
