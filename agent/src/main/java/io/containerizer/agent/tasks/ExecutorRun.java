package io.containerizer.agent.tasks;

import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.ExecutorState.Phase;
import io.containerizer.api.ContainerId;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A run of an executor, with its tasks. */
final class ExecutorRun {

    private static final int COMPLETED_MOST = 200;

    private final Definition definition;
    private final Map<TaskID, TaskInfo> queued = new LinkedHashMap<>();
    private final Map<TaskID, TaskRun> launched = new LinkedHashMap<>();
    private final Map<TaskID, TaskRun> terminated = new LinkedHashMap<>();
    private final Deque<Task> completed = new ArrayDeque<>();
    private Phase phase = Phase.REGISTERING;

    /**
     * What does not change.
     *
     * @param user whom it runs as; empty: the agent's own
     * @param ofCommand whether the agent made it up for a task that has only a command
     */
    record Definition(
            FrameworkInfo framework,
            ExecutorInfo info,
            ContainerId container,
            Path sandbox,
            String user,
            boolean ofCommand) {}

    ExecutorRun(Definition definition) {
        this.definition = definition;
    }

    Definition definition() {
        return definition;
    }

    ExecutorID id() {
        return definition.info.getExecutorId();
    }

    ContainerId container() {
        return definition.container;
    }

    Phase phase() {
        return phase;
    }

    void to(Phase next) {
        phase = next;
    }

    void queue(TaskInfo task) {
        queued.put(task.getTaskId(), task);
    }

    /** It has the task from now on. */
    TaskRun launch(TaskInfo task) {
        queued.remove(task.getTaskId());
        TaskRun run = new TaskRun(task, definition.framework.getId(), definition.user);
        launched.put(run.id(), run);
        return run;
    }

    /** The task of an executor that was made up for one. */
    TaskRun only() {
        return present().getFirst();
    }

    /** Those whose end was not acknowledged. */
    List<TaskRun> ended() {
        return List.copyOf(terminated.values());
    }

    List<TaskInfo> queued() {
        return List.copyOf(queued.values());
    }

    Optional<TaskRun> find(TaskID task) {
        return Optional.ofNullable(launched.get(task)).or(() -> Optional.ofNullable(terminated.get(task)));
    }

    /** Those that it has, and those whose end was not acknowledged. */
    List<TaskRun> present() {
        return Stream.concat(launched.values().stream(), terminated.values().stream())
                .toList();
    }

    /** How a task ended whose end was acknowledged. */
    Optional<TaskState> lastState(TaskID task) {
        return completed.stream()
                .filter(done -> done.getTaskId().equals(task))
                .map(Task::getState)
                .findFirst();
    }

    boolean knows(TaskID task) {
        return queued.containsKey(task)
                || find(task).isPresent()
                || completed.stream().anyMatch(done -> done.getTaskId().equals(task));
    }

    /** The task has ended, which its framework is still to acknowledge. */
    void end(TaskRun task) {
        launched.remove(task.id());
        terminated.put(task.id(), task);
    }

    /** The end of the task was acknowledged. */
    void complete(TaskID task) {
        TaskRun run = terminated.remove(task);
        if (run != null) {
            completed.add(run.told());
            if (completed.size() > COMPLETED_MOST) {
                completed.remove();
            }
        }
    }

    /** Whether it has no task that anybody still has to do with. */
    boolean isIdle() {
        return queued.isEmpty() && launched.isEmpty() && terminated.isEmpty();
    }

    ExecutorState told() {
        return new ExecutorState(
                definition.info,
                definition.container.value(),
                definition.sandbox,
                definition.user,
                phase,
                definition.ofCommand,
                queued(),
                launched.values().stream().map(TaskRun::told).toList(),
                terminated.values().stream().map(TaskRun::told).toList(),
                List.copyOf(completed));
    }
}
