package io.containerizer.agent.state;

import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run of an executor.
 *
 * @param container its id's text
 * @param sandbox on the host
 * @param user whom it runs as; empty: the agent's own
 * @param phase how far it is
 * @param ofCommand whether the agent made it up for a task that has only a command
 * @param queued tasks that it has not been given yet
 * @param launched tasks that it has
 * @param terminated tasks whose end nobody has acknowledged
 * @param completed tasks whose end was acknowledged, oldest first
 */
public record ExecutorState(
        ExecutorInfo info,
        String container,
        Path sandbox,
        String user,
        Phase phase,
        boolean ofCommand,
        List<TaskInfo> queued,
        List<Task> launched,
        List<Task> terminated,
        List<Task> completed) {

    /** The life of an executor. */
    public enum Phase {
        REGISTERING,
        RUNNING,
        TERMINATING,
        TERMINATED
    }

    public ExecutorState {
        queued = List.copyOf(queued);
        launched = List.copyOf(launched);
        terminated = List.copyOf(terminated);
        completed = List.copyOf(completed);
    }

    /** What it occupies: its own resources and those of its tasks that live. */
    public List<Resource> allocated() {
        return Stream.of(
                        info.getResourcesList().stream(),
                        queued.stream().flatMap(task -> task.getResourcesList().stream()),
                        launched.stream().flatMap(task -> task.getResourcesList().stream()))
                .flatMap(resources -> resources)
                .toList();
    }

    /** The role of its own resources; absent where it has none. */
    public Optional<String> role() {
        return info.getResourcesList().stream()
                .map(resource -> resource.getAllocationInfo().getRole())
                .findFirst();
    }
}
