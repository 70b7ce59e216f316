package io.containerizer.agent.tasks;

import io.containerizer.agent.loop.Loop;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task that is only a command: a container that the agent itself looks after. */
final class CommandExecution implements Execution, TaskContainers.Listener {

    private static final int TERMINATE = 15;
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Loop loop;
    private final TaskContainers containers;
    private final ExecutorHost host;
    private final TaskSpecs specs;
    private final ExecutorRun executor;
    private final boolean tellsKilling;

    private boolean running;
    private boolean killing;
    private boolean ended;
    private boolean overTime;
    private Instant deadline = Instant.MAX;
    private Loop.@Nullable Timer killTimer;
    private Loop.@Nullable Timer completionTimer;

    /** @param tellsKilling whether the framework knows the state TASK_KILLING */
    CommandExecution(
            Loop loop,
            TaskContainers containers,
            ExecutorHost host,
            TaskSpecs specs,
            ExecutorRun executor,
            boolean tellsKilling) {
        this.loop = loop;
        this.containers = containers;
        this.host = host;
        this.specs = specs;
        this.executor = executor;
        this.tellsKilling = tellsKilling;
    }

    private ContainerId container() {
        return executor.container();
    }

    /** An executor for a command has one task, before and after its end. */
    private TaskRun task() {
        return executor.only();
    }

    @Override
    public void launch(List<TaskInfo> tasks) {
        TaskInfo info = tasks.getFirst();
        executor.launch(info);
        ContainerSpec spec;
        try {
            spec = specs.ofCommand(info, executor.definition());
        } catch (ContainerizerException e) {
            failed(String.valueOf(e.getMessage()));
            return;
        }
        host.report(Statuses.of(info.getTaskId(), TaskState.TASK_STARTING));
        containers.launch(spec, this);
    }

    @Override
    public void recover() {
        TaskRun task = task();
        switch (containers.find(container(), this)) {
            case RUNNING -> {
                if (task.hasEnded()) {
                    containers.destroy(container()); // of a task that was given up
                } else if (task.state() == TaskState.TASK_KILLING) {
                    running = true;
                    killing = true;
                    host.running();
                    killAfter(grace(Optional.empty()));
                } else {
                    started();
                }
            }
            case ENDED -> {}
            case NOTHING -> {
                if (!task.hasEnded()) {
                    host.report(
                            task.state() == TaskState.TASK_RUNNING || task.state() == TaskState.TASK_KILLING
                                    ? Statuses.of(
                                            task.id(),
                                            TaskState.TASK_GONE,
                                            TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                                            "Nothing is known of the task's container any more")
                                    : Statuses.of(
                                            task.id(),
                                            TaskState.TASK_DROPPED,
                                            TaskStatus.Reason.REASON_AGENT_RESTARTED,
                                            "The agent ended before it had launched the task"));
                }
                finish(-1);
            }
        }
    }

    @Override
    public void started() {
        running = true;
        TaskRun task = task();
        if (task.state() != TaskState.TASK_RUNNING) {
            host.report(Statuses.of(task.id(), TaskState.TASK_RUNNING));
        }
        host.running();
        if (task.info().hasMaxCompletionTime()) {
            completionTimer = loop.after(
                    Duration.ofNanos(task.info().getMaxCompletionTime().getNanoseconds()), this::completionTimeIsOver);
        }
        if (killing) {
            terminate(grace(Optional.empty()));
        }
    }

    private void completionTimeIsOver() {
        if (!killing) {
            overTime = true;
            containers.destroy(container());
        }
    }

    @Override
    public void failed(String message) {
        TaskID id = task().id();
        host.report(
                killing
                        ? Statuses.of(
                                id,
                                TaskState.TASK_KILLED,
                                TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                                "The task was killed before its command was started")
                        : Statuses.of(
                                id, TaskState.TASK_FAILED, TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED, message));
        finish(-1);
    }

    @Override
    public void ended(Termination termination) {
        TaskRun task = task();
        if (!task.hasEnded()) {
            TaskStatus.Builder status =
                    Statuses.ended(task.id(), termination, killing || task.state() == TaskState.TASK_KILLING);
            if (overTime) {
                status.setState(TaskState.TASK_FAILED)
                        .setReason(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED)
                        .setMessage("The task did not end within its max_completion_time");
            }
            host.report(status);
        }
        finish(termination.status());
    }

    private void finish(int status) {
        ended = true;
        cancel(killTimer);
        cancel(completionTimer);
        host.ended(status);
    }

    private static void cancel(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void kill(TaskID id, Optional<Duration> grace) {
        if (ended) {
            return;
        }
        boolean first = !killing;
        killing = true;
        if (!running) {
            containers.destroy(container());
        } else if (first) {
            terminate(grace(grace));
        } else if (grace.isPresent()) {
            killAfter(grace.get());
        }
    }

    private void terminate(Duration grace) {
        if (tellsKilling) {
            host.report(Statuses.of(task().id(), TaskState.TASK_KILLING));
        }
        containers.signal(container(), TERMINATE);
        killAfter(grace);
    }

    /** A grace that runs may become shorter, not longer. */
    private void killAfter(Duration grace) {
        Instant then = loop.instant().plus(grace);
        if (then.isBefore(deadline)) {
            deadline = then;
            cancel(killTimer);
            killTimer = loop.after(grace, () -> containers.destroy(container()));
        }
    }

    private Duration grace(Optional<Duration> given) {
        TaskInfo info = task().info();
        return given.orElse(
                info.getKillPolicy().hasGracePeriod()
                        ? Duration.ofNanos(info.getKillPolicy().getGracePeriod().getNanoseconds())
                        : GRACE);
    }

    @Override
    public void shutdown() {
        host.terminating();
        kill(task().id(), Optional.empty());
    }
}
