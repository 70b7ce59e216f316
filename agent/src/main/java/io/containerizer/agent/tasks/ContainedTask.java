package io.containerizer.agent.tasks;

import io.containerizer.agent.loop.Loop;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Termination;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.mesos.ContainerStatus;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task whose command is that of a container which the agent itself looks after, from the launch to the end. */
final class ContainedTask implements TaskContainers.Listener {

    private static final int TERMINATE = 15;
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Surroundings surroundings;
    private final Owner owner;
    private final ContainerId container;
    private final TaskRun task;

    private boolean launched;
    private boolean running;
    private boolean killing;
    private boolean ended;
    private boolean overTime;
    private Instant deadline = Instant.MAX;
    private Loop.@Nullable Timer killTimer;
    private Loop.@Nullable Timer completionTimer;

    /** @param tellsKilling whether the framework knows the state TASK_KILLING */
    record Surroundings(Loop loop, TaskContainers containers, boolean tellsKilling) {}

    /** Who is told. */
    interface Owner {

        /** The task has come to this. */
        void report(TaskStatus.Builder status);

        /** Its command runs. */
        void started();

        /**
         * Nothing of it runs any more, and its end was reported.
         *
         * @param status as wait(2) gives it; -1 when it never ran
         */
        void ended(ContainedTask task, int status);
    }

    ContainedTask(Surroundings surroundings, Owner owner, ContainerId container, TaskRun task) {
        this.surroundings = surroundings;
        this.owner = owner;
        this.container = container;
        this.task = task;
    }

    TaskID id() {
        return task.id();
    }

    TaskState state() {
        return task.state();
    }

    TaskInfo info() {
        return task.info();
    }

    ContainerId container() {
        return container;
    }

    boolean isOver() {
        return ended;
    }

    /** Whether somebody wants its end, so that it needs no other reason. */
    boolean isMeantToEnd() {
        return killing || overTime;
    }

    private void report(TaskStatus.Builder status) {
        owner.report(status.setContainerStatus(
                ContainerStatus.newBuilder().setContainerId(ContainerIds.toMessage(container))));
    }

    /** It will be launched. */
    void announce() {
        report(Statuses.of(id(), TaskState.TASK_STARTING));
    }

    /** @param listener who hears of the container: this task, or who tells it */
    void launch(ContainerSpec spec, TaskContainers.Listener listener) {
        launched = true;
        surroundings.containers().launch(spec, listener);
    }

    /**
     * Goes on with what an earlier agent has launched.
     *
     * @return whether there is anything; if not, somebody has to say that it is {@link #gone}
     */
    boolean recover(TaskContainers.Listener listener) {
        TaskContainers.Found found = surroundings.containers().find(container, listener);
        launched = true;
        if (found == TaskContainers.Found.RUNNING) {
            if (task.hasEnded()) {
                surroundings.containers().destroy(container); // of a task that was given up
            } else if (task.state() == TaskState.TASK_KILLING) {
                running = true;
                killing = true;
                owner.started();
                killAfter(grace(Optional.empty()));
            } else {
                started();
            }
        }
        return found != TaskContainers.Found.NOTHING;
    }

    /** Nothing is known of its container. */
    void gone() {
        if (!task.hasEnded()) {
            boolean ran = task.state() == TaskState.TASK_RUNNING || task.state() == TaskState.TASK_KILLING;
            report(
                    ran
                            ? Statuses.of(
                                    id(),
                                    TaskState.TASK_GONE,
                                    TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                                    "Nothing is known of the task's container any more")
                            : Statuses.of(
                                    id(),
                                    TaskState.TASK_DROPPED,
                                    TaskStatus.Reason.REASON_AGENT_RESTARTED,
                                    "The agent ended before it had launched the task"));
        }
        finish(-1);
    }

    @Override
    public void started() {
        running = true;
        if (task.state() != TaskState.TASK_RUNNING) {
            report(Statuses.of(id(), TaskState.TASK_RUNNING));
        }
        owner.started();
        if (info().hasMaxCompletionTime()) {
            completionTimer = surroundings
                    .loop()
                    .after(
                            Duration.ofNanos(info().getMaxCompletionTime().getNanoseconds()),
                            this::completionTimeIsOver);
        }
        if (killing) {
            terminate(grace(Optional.empty()));
        }
    }

    private void completionTimeIsOver() {
        if (!killing) {
            overTime = true;
            surroundings.containers().destroy(container);
        }
    }

    @Override
    public void failed(String message) {
        failed(TaskState.TASK_FAILED, TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED, message);
    }

    /** It was not launched. */
    void failed(TaskState state, TaskStatus.Reason reason, String message) {
        report(
                killing
                        ? Statuses.of(
                                id(),
                                TaskState.TASK_KILLED,
                                TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                                "The task was killed before its command was started")
                        : Statuses.of(id(), state, reason, message));
        finish(-1);
    }

    @Override
    public void ended(Termination termination) {
        if (!task.hasEnded()) {
            TaskStatus.Builder status =
                    Statuses.ended(id(), termination, killing || task.state() == TaskState.TASK_KILLING);
            if (overTime) {
                status.setState(TaskState.TASK_FAILED)
                        .setReason(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED)
                        .setMessage("The task did not end within its max_completion_time");
            }
            report(status);
        }
        finish(termination.status());
    }

    private void finish(int status) {
        ended = true;
        cancel(killTimer);
        cancel(completionTimer);
        owner.ended(this, status);
    }

    private static void cancel(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** @param grace instead of its own */
    void kill(Optional<Duration> grace) {
        if (ended) {
            return;
        }
        boolean first = !killing;
        killing = true;
        if (!launched) {
            failed("");
        } else if (!running) {
            surroundings.containers().destroy(container);
        } else if (first) {
            terminate(grace(grace));
        } else if (grace.isPresent()) {
            killAfter(grace.get());
        }
    }

    private void terminate(Duration grace) {
        if (surroundings.tellsKilling()) {
            report(Statuses.of(id(), TaskState.TASK_KILLING));
        }
        surroundings.containers().signal(container, TERMINATE);
        killAfter(grace);
    }

    /** A grace that runs may become shorter, not longer. */
    private void killAfter(Duration grace) {
        Instant then = surroundings.loop().instant().plus(grace);
        if (then.isBefore(deadline)) {
            deadline = then;
            cancel(killTimer);
            killTimer = surroundings
                    .loop()
                    .after(grace, () -> surroundings.containers().destroy(container));
        }
    }

    private Duration grace(Optional<Duration> given) {
        return given.orElse(
                info().getKillPolicy().hasGracePeriod()
                        ? Duration.ofNanos(
                                info().getKillPolicy().getGracePeriod().getNanoseconds())
                        : GRACE);
    }
}
