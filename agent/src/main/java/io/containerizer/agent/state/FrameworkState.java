package io.containerizer.agent.state;

import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.List;

/**
 * A framework with what it has on this agent.
 *
 * @param pending tasks that no executor has been found for yet
 * @param completed executors that have ended, oldest first
 */
public record FrameworkState(
        FrameworkInfo info, List<TaskInfo> pending, List<ExecutorState> executors, List<ExecutorState> completed) {
    public FrameworkState {
        pending = List.copyOf(pending);
        executors = List.copyOf(executors);
        completed = List.copyOf(completed);
    }
}
