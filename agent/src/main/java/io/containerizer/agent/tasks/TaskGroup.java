package io.containerizer.agent.tasks;

import io.containerizer.api.ContainerSpec;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tasks that live together: when one of them ends and has not finished, the others are killed. */
final class TaskGroup {

    private final List<ContainedTask> tasks = new ArrayList<>();
    private final Map<ContainedTask, ContainerSpec> toLaunch = new LinkedHashMap<>();
    private boolean failed;

    void add(ContainedTask task) {
        tasks.add(task);
    }

    /** It waits until it can be launched. */
    void await(ContainedTask task, ContainerSpec spec) {
        toLaunch.put(task, spec);
    }

    boolean isWaiting() {
        return !toLaunch.isEmpty();
    }

    void launch(Function<ContainedTask, TaskContainers.Listener> listeners) {
        Map<ContainedTask, ContainerSpec> ready = new LinkedHashMap<>(toLaunch);
        toLaunch.clear();
        ready.forEach((task, spec) -> {
            if (!task.isOver()) {
                task.launch(spec, listeners.apply(task));
            }
        });
    }

    /** None of them is launched. */
    void refuse(TaskState state, TaskStatus.Reason reason, String message) {
        failed = true;
        toLaunch.clear();
        tasks.stream().filter(task -> !task.isOver()).toList().forEach(task -> task.failed(state, reason, message));
    }

    List<ContainedTask> tasks() {
        return tasks;
    }

    Optional<ContainedTask> find(TaskID id) {
        return tasks.stream().filter(task -> task.id().equals(id)).findFirst();
    }

    boolean isOver() {
        return tasks.stream().allMatch(ContainedTask::isOver);
    }

    /** A task of the group has ended like this. */
    void ended(TaskState state) {
        if (state != TaskState.TASK_FINISHED && !failed) {
            failed = true;
            killAll();
        }
    }

    void killAll() {
        tasks.forEach(task -> task.kill(Optional.empty()));
    }
}
