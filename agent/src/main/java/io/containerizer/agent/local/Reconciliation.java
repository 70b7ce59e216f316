package io.containerizer.agent.local;

import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.scheduler.Call;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells a framework how its tasks are by now. Such answers are not acknowledged. */
final class Reconciliation {

    private Reconciliation() {}

    /** Of the tasks that a framework asks for; of all that have not ended when it names none. */
    static List<TaskStatus> of(TaskAgent tasks, Subscription framework, Call.Reconcile call, AgentID agent) {
        Map<TaskID, TaskStatus> known = new LinkedHashMap<>();
        for (FrameworkState state : tasks.active()) {
            if (state.info().getId().equals(framework.id())) {
                state.executors().forEach(executor -> {
                    for (TaskInfo task : executor.queued()) {
                        known.put(task.getTaskId(), told(framework, task.getTaskId(), TaskState.TASK_STAGING, agent));
                    }
                    Stream.of(executor.launched(), executor.terminated())
                            .flatMap(List::stream)
                            .forEach(task -> known.put(task.getTaskId(), told(framework, task, agent)));
                });
            }
        }
        if (call.getTasksCount() == 0) {
            return List.copyOf(known.values());
        }
        List<TaskStatus> asked = new ArrayList<>();
        for (Call.Reconcile.Task task : call.getTasksList()) {
            TaskStatus status = known.get(task.getTaskId());
            asked.add(status != null ? status : told(framework, task.getTaskId(), TaskState.TASK_GONE, agent));
        }
        return asked;
    }

    private static TaskStatus told(Subscription framework, Task task, AgentID agent) {
        TaskStatus.Builder status = told(framework, task.getTaskId(), task.getState(), agent).toBuilder();
        if (task.getStatusesCount() > 0) {
            TaskStatus last = task.getStatuses(task.getStatusesCount() - 1);
            status.setContainerStatus(last.getContainerStatus());
            if (last.hasHealthy()) {
                status.setHealthy(last.getHealthy());
            }
            if (last.hasLabels()) {
                status.setLabels(last.getLabels());
            }
            if (last.hasCheckStatus()) {
                status.setCheckStatus(last.getCheckStatus());
            }
        }
        return status.build();
    }

    private static TaskStatus told(Subscription framework, TaskID task, TaskState state, AgentID agent) {
        return status(framework.info(), task, state, TaskStatus.Reason.REASON_RECONCILIATION)
                .setMessage("Reconciliation: the latest state that is known")
                .setAgentId(agent)
                .build();
    }

    /** From the master; states that the framework does not know are told as TASK_LOST. */
    static TaskStatus.Builder status(FrameworkInfo framework, TaskID task, TaskState state, TaskStatus.Reason reason) {
        boolean partitionAware = framework.getCapabilitiesList().stream()
                .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.PARTITION_AWARE);
        boolean newer = state == TaskState.TASK_DROPPED || state == TaskState.TASK_GONE;
        return TaskStatus.newBuilder()
                .setTaskId(task)
                .setState(newer && !partitionAware ? TaskState.TASK_LOST : state)
                .setSource(TaskStatus.Source.SOURCE_MASTER)
                .setReason(reason)
                .setTimestamp(InstantSource.system().millis() / 1000.0);
    }
}
