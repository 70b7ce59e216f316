package io.containerizer.agent.tasks;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task that is only a command: a container that the agent itself looks after. */
final class CommandExecution implements Execution, ContainedTask.Owner {

    private final ContainedTask.Surroundings surroundings;
    private final ExecutorHost host;
    private final TaskSpecs specs;
    private final ExecutorRun executor;
    private @Nullable ContainedTask task;

    CommandExecution(
            ContainedTask.Surroundings surroundings, ExecutorHost host, TaskSpecs specs, ExecutorRun executor) {
        this.surroundings = surroundings;
        this.host = host;
        this.specs = specs;
        this.executor = executor;
    }

    private ContainedTask contained(TaskRun run) {
        return task = new ContainedTask(surroundings, this, executor.container(), run);
    }

    @Override
    public void launch(List<TaskInfo> tasks) {
        TaskInfo info = tasks.getFirst();
        ContainedTask launched = contained(executor.launch(info));
        ContainerSpec spec;
        try {
            spec = specs.ofCommand(info, executor.definition());
        } catch (ContainerizerException e) {
            launched.failed(String.valueOf(e.getMessage()));
            return;
        }
        launched.announce();
        launched.launch(spec, launched);
    }

    @Override
    public void recover() {
        ContainedTask recovered = contained(executor.only());
        if (!recovered.recover(recovered)) {
            recovered.gone();
        }
    }

    @Override
    public void kill(TaskID id, Optional<Duration> grace) {
        if (task != null) {
            task.kill(grace);
        }
    }

    @Override
    public void shutdown() {
        host.terminating();
        if (task != null) {
            task.kill(Optional.empty());
        }
    }

    @Override
    public void report(TaskStatus.Builder status) {
        host.report(status);
    }

    @Override
    public void started() {
        host.running();
    }

    @Override
    public void ended(ContainedTask ended, int status) {
        host.ended(status);
    }
}
