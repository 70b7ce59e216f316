package io.containerizer.agent.tasks;

import io.containerizer.agent.state.FrameworkEvent;
import io.containerizer.agent.updates.StatusUpdates;
import io.containerizer.agent.updates.TaskKey;
import io.containerizer.agent.updates.UpdateLog;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.ContainerStatus;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.NetworkInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Completes what is told of tasks, keeps it with them, and hands it on. */
final class Reports {

    private static final System.Logger LOG = System.getLogger(Reports.class.getName());

    private final TaskAgent.Parts parts;
    private final StatusUpdates updates;
    private final Map<FrameworkEvent, Long> events = new EnumMap<>(FrameworkEvent.class);

    Reports(TaskAgent.Parts parts, StatusUpdates updates) {
        this.parts = parts;
        this.updates = updates;
    }

    static TaskStore.RunKey key(ExecutorRun executor) {
        return new TaskStore.RunKey(executor.definition().framework().getId(), executor.id(), executor.container());
    }

    /** A task of an executor has come to this. After its end nothing else is told of it. */
    void report(FrameworkRun framework, ExecutorRun executor, TaskStatus.Builder partial) {
        TaskRun task = executor.find(partial.getTaskId()).orElse(null);
        if (task == null || task.hasEnded()) {
            count(FrameworkEvent.INVALID_STATUS_UPDATES);
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "an update of task " + partial.getTaskId().getValue()
                            + ", which has none to come, is dropped");
            return;
        }
        count(FrameworkEvent.VALID_STATUS_UPDATES);
        if (!partial.hasSource()) {
            partial.setSource(TaskStatus.Source.SOURCE_EXECUTOR);
        }
        TaskStatus status = complete(framework.info(), partial)
                .setExecutorId(executor.id())
                .setContainerStatus(containerStatus(executor, partial))
                .build();
        task.apply(status);
        if (task.hasEnded()) {
            executor.end(task);
            countEnd(status.getState());
        }
        if (!framework.isTerminating()) {
            boolean kept = framework.info().getCheckpoint();
            updates.add(
                    update(framework.id(), status),
                    () -> kept ? parts.store().updates(key(executor), task.id()) : UpdateLog.NONE);
        }
    }

    /** A task is not run. */
    void refuse(FrameworkInfo framework, TaskID task, TaskState state, TaskStatus.Reason reason, String message) {
        TaskStatus status = complete(
                        framework, Statuses.of(task, state, reason, message).setSource(TaskStatus.Source.SOURCE_AGENT))
                .build();
        countEnd(status.getState());
        updates.add(update(framework.getId(), status), () -> UpdateLog.NONE);
    }

    void refuse(
            FrameworkInfo framework, List<TaskInfo> tasks, TaskState state, TaskStatus.Reason reason, String message) {
        tasks.forEach(task -> refuse(framework, task.getTaskId(), state, reason, message));
    }

    /** They could not be launched. */
    void fail(FrameworkInfo framework, List<TaskInfo> tasks, ContainerizerException why) {
        refuse(
                framework,
                tasks,
                TaskState.TASK_FAILED,
                TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED,
                String.valueOf(why.getMessage()));
    }

    /** States that not every framework knows are told to those as what they knew before. */
    private TaskStatus.Builder complete(FrameworkInfo framework, TaskStatus.Builder status) {
        boolean partitionAware = framework.getCapabilitiesList().stream()
                .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.PARTITION_AWARE);
        if (!partitionAware) {
            switch (status.getState()) {
                case TASK_DROPPED, TASK_GONE, TASK_GONE_BY_OPERATOR, TASK_UNREACHABLE ->
                    status.setState(TaskState.TASK_LOST);
                default -> {}
            }
        }
        return status.setAgentId(AgentID.newBuilder().setValue(parts.facts().id()))
                .setUuid(Statuses.bytes(parts.ids().get()))
                .setTimestamp(parts.loop().millis() / 1000.0);
    }

    /** Of the task's container, if that is not its executor's. */
    private ContainerStatus containerStatus(ExecutorRun executor, TaskStatus.Builder partial) {
        ContainerStatus status = parts.containers()
                .status(
                        partial.getContainerStatus().hasContainerId()
                                ? ContainerIds.fromMessage(
                                        partial.getContainerStatus().getContainerId())
                                : executor.container());
        return status.getNetworkInfosCount() > 0
                ? status
                : status.toBuilder()
                        .addNetworkInfos(NetworkInfo.newBuilder()
                                .addIpAddresses(NetworkInfo.IPAddress.newBuilder()
                                        .setProtocol(NetworkInfo.Protocol.IPv4)
                                        .setIpAddress(parts.facts().address())))
                        .build();
    }

    private StatusUpdate update(FrameworkID framework, TaskStatus status) {
        StatusUpdate.Builder update = StatusUpdate.newBuilder()
                .setFrameworkId(framework)
                .setSlaveId(status.getAgentId())
                .setStatus(status)
                .setTimestamp(status.getTimestamp())
                .setUuid(status.getUuid())
                .setLatestState(status.getState());
        if (status.hasExecutorId()) {
            update.setExecutorId(status.getExecutorId());
        }
        return update.build();
    }

    /** As its log has it. */
    void recover(ExecutorRun executor, TaskStore.StoredTask stored) {
        TaskRun task = executor.launch(stored.info());
        for (StatusUpdateRecord record : stored.updates()) {
            if (record.getType() == StatusUpdateRecord.Type.UPDATE) {
                task.apply(record.getUpdate().getStatus());
            }
        }
        TaskKey key = TaskKey.of(executor.definition().framework().getId(), task.id());
        updates.recover(key, stored.updates(), stored.log());
        if (task.hasEnded()) {
            executor.end(task);
            if (updates.unacknowledged(key).isEmpty()) {
                executor.complete(task.id());
            }
        }
    }

    /** This one is on its way. */
    void sent(@Nullable FrameworkRun framework, StatusUpdate update) {
        if (framework != null) {
            framework
                    .executorOf(update.getStatus().getTaskId())
                    .flatMap(executor -> executor.find(update.getStatus().getTaskId()))
                    .ifPresent(task -> task.sent(update.getStatus().getState(), update.getUuid()));
        }
    }

    /** Whether the disk has all that was told of an executor's tasks. */
    boolean areWritten(ExecutorRun executor) {
        FrameworkID framework = executor.definition().framework().getId();
        return executor.ended().stream().allMatch(task -> updates.areWritten(TaskKey.of(framework, task.id())));
    }

    private void countEnd(TaskState state) {
        switch (state) {
            case TASK_FINISHED -> count(FrameworkEvent.TASKS_FINISHED);
            case TASK_FAILED -> count(FrameworkEvent.TASKS_FAILED);
            case TASK_KILLED -> count(FrameworkEvent.TASKS_KILLED);
            case TASK_LOST, TASK_DROPPED -> count(FrameworkEvent.TASKS_LOST);
            case TASK_GONE, TASK_GONE_BY_OPERATOR -> count(FrameworkEvent.TASKS_GONE);
            default -> {}
        }
    }

    void count(FrameworkEvent event) {
        events.merge(event, 1L, Long::sum);
    }

    Map<FrameworkEvent, Long> events() {
        return Map.copyOf(events);
    }
}
