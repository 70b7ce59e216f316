package io.containerizer.agent.tasks;

import io.containerizer.agent.state.FrameworkState;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskID;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A framework, with its executors. */
final class FrameworkRun {

    private static final int COMPLETED_MOST = 150;

    private final Map<ExecutorID, ExecutorRun> executors = new LinkedHashMap<>();
    private final Deque<ExecutorRun> completed = new ArrayDeque<>();
    private FrameworkInfo info;
    private boolean terminating;

    FrameworkRun(FrameworkInfo info) {
        this.info = info;
    }

    FrameworkID id() {
        return info.getId();
    }

    FrameworkInfo info() {
        return info;
    }

    void update(FrameworkInfo changed) {
        info = changed;
    }

    boolean has(FrameworkInfo.Capability.Type capability) {
        return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == capability);
    }

    boolean isTerminating() {
        return terminating;
    }

    void terminate() {
        terminating = true;
    }

    Optional<ExecutorRun> executor(ExecutorID id) {
        return Optional.ofNullable(executors.get(id));
    }

    Collection<ExecutorRun> executors() {
        return List.copyOf(executors.values());
    }

    void add(ExecutorRun executor) {
        executors.put(executor.id(), executor);
    }

    /** It was never started. */
    void remove(ExecutorRun executor) {
        executors.remove(executor.id());
    }

    /** Nobody has to do with it any more. */
    void complete(ExecutorRun executor) {
        executors.remove(executor.id());
        completed.add(executor);
        if (completed.size() > COMPLETED_MOST) {
            completed.remove();
        }
    }

    /** Who has, or had, this task. */
    Optional<ExecutorRun> executorOf(TaskID task) {
        return executors.values().stream().filter(e -> e.knows(task)).findFirst();
    }

    boolean isIdle() {
        return executors.isEmpty();
    }

    FrameworkState told() {
        return new FrameworkState(
                info,
                List.of(),
                executors.values().stream().map(ExecutorRun::told).toList(),
                completed.stream().map(ExecutorRun::told).toList());
    }
}
