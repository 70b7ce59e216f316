package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.agent.loop.Loop;
import io.containerizer.agent.state.ExecutorState.Phase;
import io.containerizer.agent.state.FrameworkEvent;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.updates.StatusUpdates;
import io.containerizer.agent.updates.TaskKey;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.KillPolicy;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of frameworks, as a master orders. Everything happens on the loop; what must survive the agent is written
 * before it is acted upon.
 */
public final class TaskAgent {

    private static final System.Logger LOG = System.getLogger(TaskAgent.class.getName());
    private static final int COMPLETED_MOST = 50;

    private final Parts parts;
    private final TaskSpecs specs;
    private final Reports reports;
    private final StatusUpdates updates;
    private final Map<FrameworkID, FrameworkRun> frameworks = new LinkedHashMap<>();
    private final Deque<FrameworkState> completed = new ArrayDeque<>();
    private final Map<ExecutorRun, Execution> executions = new HashMap<>();
    private @Nullable Master master;

    /** @param ids fresh ones, of containers and updates */
    public record Parts(Loop loop, TaskContainers containers, TaskStore store, AgentFacts facts, Supplier<UUID> ids) {}

    public TaskAgent(Parts parts) {
        this.parts = parts;
        this.specs = new TaskSpecs(parts.facts());
        this.updates = new StatusUpdates(parts.loop(), this::send, this::written);
        this.reports = new Reports(parts, updates);
    }

    /** There is a master, which is told everything that has not been acknowledged. */
    public void connect(Master found) {
        master = found;
        updates.resume();
    }

    /** The master is gone; tasks go on. */
    public void disconnect() {
        master = null;
        updates.pause();
    }

    private void send(StatusUpdate update) {
        if (master != null) {
            reports.sent(frameworks.get(update.getFrameworkId()), update);
            master.send(update);
        }
    }

    /** Takes up what an earlier agent left. */
    public void recover() {
        List<TaskStore.StoredFramework> stored = parts.store().load();
        Set<ContainerId> known = new HashSet<>();
        stored.forEach(framework -> framework.executors().forEach(executor -> known.add(executor.container())));
        parts.containers().retain(known);
        stored.forEach(this::recover);
    }

    private void recover(TaskStore.StoredFramework stored) {
        FrameworkRun framework = new FrameworkRun(stored.info());
        frameworks.put(framework.id(), framework);
        for (TaskStore.StoredExecutor found : stored.executors()) {
            ExecutorRun executor = newExecutor(framework, found.info(), found.container(), found.ofCommand());
            framework.add(executor);
            found.tasks().forEach(task -> reports.recover(executor, task));
            executions.put(executor, execution(framework, executor));
        }
        // Only now: a framework whose last executor goes, goes as well.
        framework.executors().forEach(executor -> recover(framework, executor));
        removeIfIdle(framework);
    }

    private void recover(FrameworkRun framework, ExecutorRun executor) {
        if (executor.isIdle()) {
            parts.containers().destroy(executor.container());
            executor.to(Phase.TERMINATED);
            completeIfDone(framework, executor);
        } else {
            execution(executor).recover();
        }
    }

    /** Runs a task; whatever becomes of it is told by updates. */
    public void runTask(FrameworkInfo info, TaskInfo task) {
        Optional<String> problem = TaskChecks.problem(info, task);
        if (problem.isPresent()) {
            reports.refuse(
                    info, task.getTaskId(), TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_INVALID, problem.get());
            return;
        }
        FrameworkRun framework = frameworks.getOrDefault(info.getId(), new FrameworkRun(info));
        if (framework.isTerminating()) {
            LOG.log(System.Logger.Level.WARNING, () -> "framework " + text(info.getId()) + " ends: a task is not run");
            return;
        }
        if (framework.executorOf(task.getTaskId()).isPresent()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "task " + task.getTaskId().getValue() + " was ordered twice: it is run once");
            return;
        }
        ExecutorInfo made = CommandExecutors.of(task, info.getId());
        if (framework.executor(made.getExecutorId()).isPresent()) {
            reports.refuse(
                    info,
                    task.getTaskId(),
                    TaskState.TASK_DROPPED,
                    TaskStatus.Reason.REASON_TASK_INVALID,
                    "There is an executor of the task's name");
            return;
        }
        frameworks.putIfAbsent(framework.id(), framework);
        start(
                framework,
                newExecutor(framework, made, ContainerId.of(parts.ids().get().toString()), true),
                List.of(task));
    }

    /** Runs tasks that belong together below one executor, all of them or none. */
    public void runGroup(FrameworkInfo info, ExecutorInfo given, TaskGroupInfo group) {
        ExecutorInfo executor = given.toBuilder().setFrameworkId(info.getId()).build();
        List<TaskInfo> tasks = group.getTasksList().stream()
                .map(task -> task.toBuilder().setExecutor(executor).build())
                .toList();
        FrameworkRun framework = frameworks.getOrDefault(info.getId(), new FrameworkRun(info));
        if (framework.isTerminating() || tasks.stream().anyMatch(task -> has(info.getId(), task.getTaskId()))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "a task group of framework " + text(info.getId())
                            + " is not run: the framework ends, or has tasks of these names");
            return;
        }
        Optional<ExecutorRun> there = framework.executor(executor.getExecutorId());
        Optional<String> problem = GroupChecks.problem(info, executor, tasks)
                .or(() -> there.filter(run -> !run.definition().info().equals(executor))
                        .map(run -> "there is another executor of this id"));
        if (problem.isPresent()) {
            reports.refuse(
                    info, tasks, TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, problem.get());
            if (there.isEmpty()) {
                neverLaunched(info.getId(), executor);
            }
        } else if (there.isEmpty()) {
            frameworks.putIfAbsent(framework.id(), framework);
            ContainerId container = ContainerId.of(parts.ids().get().toString());
            start(framework, newExecutor(framework, executor, container, false), tasks);
        } else if (there.get().phase() == Phase.REGISTERING || there.get().phase() == Phase.RUNNING) {
            give(framework, there.get(), tasks);
        } else {
            reports.refuse(
                    info,
                    tasks,
                    TaskState.TASK_DROPPED,
                    TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                    "The executor ends");
            if (there.get().phase() == Phase.TERMINATED) {
                neverLaunched(info.getId(), executor); // the one before has been told already
            }
        }
    }

    /** What was not written as a whole is not to be found again. */
    private static void unwrite(Runnable removal) {
        try {
            removal.run();
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "what is not run is still written down: " + e.getMessage());
        }
    }

    /** A master believes that an executor is there from when it gave the order. */
    private void neverLaunched(FrameworkID framework, ExecutorInfo executor) {
        if (master != null) {
            master.executorExited(framework, executor.getExecutorId(), -1);
        }
    }

    /** Gives tasks to an executor that runs. */
    private void give(FrameworkRun framework, ExecutorRun executor, List<TaskInfo> tasks) {
        try {
            if (framework.info().getCheckpoint()) {
                tasks.forEach(task -> parts.store().writeTask(Reports.key(executor), task));
            }
        } catch (ContainerizerException e) {
            unwrite(() -> tasks.forEach(task -> parts.store().removeTask(Reports.key(executor), task.getTaskId())));
            reports.fail(framework.info(), tasks, e);
            return;
        }
        tasks.forEach(executor::queue);
        execution(executor).launch(tasks);
    }

    private ExecutorRun newExecutor(
            FrameworkRun framework, ExecutorInfo info, ContainerId container, boolean ofCommand) {
        TaskStore.RunKey run = new TaskStore.RunKey(framework.id(), info.getExecutorId(), container);
        return new ExecutorRun(new ExecutorRun.Definition(
                framework.info(),
                info,
                container,
                parts.store().sandbox(run),
                specs.user(info.getCommand().getUser(), framework.info()),
                ofCommand));
    }

    private void start(FrameworkRun framework, ExecutorRun executor, List<TaskInfo> tasks) {
        framework.add(executor);
        tasks.forEach(executor::queue);
        try {
            TaskStore.RunKey run = Reports.key(executor);
            parts.store().makeRoom(run);
            if (framework.info().getCheckpoint()) {
                parts.store().writeFramework(framework.info());
                parts.store()
                        .writeExecutor(
                                run,
                                executor.definition().info(),
                                executor.definition().ofCommand());
                tasks.forEach(task -> parts.store().writeTask(run, task));
            }
        } catch (ContainerizerException e) {
            framework.remove(executor);
            if (!executor.definition().ofCommand()) {
                neverLaunched(framework.id(), executor.definition().info());
            }
            unwrite(() -> parts.store().complete(Reports.key(executor)));
            reports.fail(framework.info(), tasks, e);
            removeIfIdle(framework);
            return;
        }
        Execution execution = execution(framework, executor);
        executions.put(executor, execution);
        execution.launch(tasks);
    }

    private Execution execution(FrameworkRun framework, ExecutorRun executor) {
        ContainedTask.Surroundings surroundings = new ContainedTask.Surroundings(
                parts.loop(), parts.containers(), framework.has(FrameworkInfo.Capability.Type.TASK_KILLING_STATE));
        Host host = new Host(framework, executor);
        return executor.definition().ofCommand()
                ? new CommandExecution(surroundings, host, specs, executor)
                : new GroupExecution(parts, surroundings, host, specs, executor);
    }

    /** Whether a task lives, or its end is still to be acknowledged. */
    public boolean has(FrameworkID frameworkId, TaskID task) {
        return Optional.ofNullable(frameworks.get(frameworkId))
                .flatMap(framework -> framework.executorOf(task))
                .isPresent();
    }

    /** Ends a task, or refuses that it is run. */
    public void killTask(FrameworkID frameworkId, TaskID task, Optional<KillPolicy> policy) {
        FrameworkRun framework = frameworks.get(frameworkId);
        Optional<ExecutorRun> executor = Optional.ofNullable(framework).flatMap(known -> known.executorOf(task));
        if (executor.isPresent()) {
            execution(executor.get())
                    .kill(
                            task,
                            policy.filter(KillPolicy::hasGracePeriod)
                                    .map(p ->
                                            Duration.ofNanos(p.getGracePeriod().getNanoseconds())));
            return;
        }
        FrameworkInfo info = framework != null
                ? framework.info()
                : FrameworkInfo.newBuilder()
                        .setId(frameworkId)
                        .setName("")
                        .setUser("")
                        .build();
        reports.refuse(
                info,
                task,
                TaskState.TASK_DROPPED,
                TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                "The agent has no such task");
    }

    private Execution execution(ExecutorRun executor) {
        return Objects.requireNonNull(executions.get(executor));
    }

    /** An update has arrived where it was meant for. */
    public void acknowledge(FrameworkID frameworkId, TaskID task, ByteString uuid) {
        if (updates.acknowledge(TaskKey.of(frameworkId, task), uuid) != StatusUpdates.Acknowledgement.LAST) {
            return;
        }
        FrameworkRun framework = frameworks.get(frameworkId);
        Optional<ExecutorRun> executor = Optional.ofNullable(framework).flatMap(known -> known.executorOf(task));
        executor.ifPresent(known -> {
            known.complete(task);
            completeIfDone(Objects.requireNonNull(framework), known);
        });
    }

    /** Ends everything of a framework; of its tasks nothing is told any more. */
    public void shutdownFramework(FrameworkID id) {
        FrameworkRun framework = frameworks.get(id);
        if (framework == null) {
            return;
        }
        framework.terminate();
        updates.drop(id);
        framework.executors().forEach(executor -> execution(executor).shutdown());
        framework.executors().forEach(executor -> completeIfDone(framework, executor));
    }

    /** Ends an executor with its tasks. */
    public void shutdownExecutor(FrameworkID frameworkId, ExecutorID id) {
        Optional.ofNullable(frameworks.get(frameworkId))
                .flatMap(framework -> framework.executor(id))
                .ifPresent(executor -> execution(executor).shutdown());
    }

    /** A framework says other things of itself, or has another scheduler. */
    public void updateFramework(FrameworkInfo info) {
        FrameworkRun framework = frameworks.get(info.getId());
        if (framework == null) {
            return;
        }
        framework.update(info);
        if (info.getCheckpoint()) {
            try {
                parts.store().writeFramework(info);
            } catch (ContainerizerException e) {
                LOG.log(System.Logger.Level.ERROR, () -> "a framework is not written down: " + e.getMessage());
            }
        }
        updates.resend(info.getId());
    }

    public void message(FrameworkID frameworkId, ExecutorID id, ByteString data) {
        Optional<ExecutorRun> executor =
                Optional.ofNullable(frameworks.get(frameworkId)).flatMap(framework -> framework.executor(id));
        reports.count(
                executor.isPresent()
                        ? FrameworkEvent.VALID_FRAMEWORK_MESSAGES
                        : FrameworkEvent.INVALID_FRAMEWORK_MESSAGES);
        executor.ifPresent(known -> execution(known).message(data));
    }

    /** What an execution tells of its executor. */
    private final class Host implements ExecutorHost {

        private final FrameworkRun framework;
        private final ExecutorRun executor;

        Host(FrameworkRun framework, ExecutorRun executor) {
            this.framework = framework;
            this.executor = executor;
        }

        @Override
        public void report(TaskStatus.Builder status) {
            reports.report(framework, executor, status);
        }

        @Override
        public void running() {
            if (executor.phase() == Phase.REGISTERING) {
                executor.to(Phase.RUNNING);
            }
        }

        @Override
        public void terminating() {
            if (executor.phase() != Phase.TERMINATED) {
                executor.to(Phase.TERMINATING);
            }
        }

        @Override
        public void ended(int status) {
            executor.to(Phase.TERMINATED);
            reports.count(FrameworkEvent.EXECUTORS_TERMINATED);
            if (!executor.definition().ofCommand() && master != null) {
                master.executorExited(framework.id(), executor.id(), status);
            }
            forgetIfTold(executor);
            completeIfDone(framework, executor);
        }
    }

    private void written(StatusUpdate update) {
        FrameworkRun framework = frameworks.get(update.getFrameworkId());
        if (framework != null) {
            framework.executorOf(update.getStatus().getTaskId()).ifPresent(executor -> {
                execution(executor).written(update.getStatus().getTaskId(), update.getUuid());
                forgetIfTold(executor);
            });
        }
    }

    /** The engine may forget how a container ended when that is written down here. */
    private void forgetIfTold(ExecutorRun executor) {
        if (executor.phase() == Phase.TERMINATED && reports.areWritten(executor)) {
            parts.containers().forget(executor.container());
        }
    }

    private void completeIfDone(FrameworkRun framework, ExecutorRun executor) {
        if (executor.phase() == Phase.TERMINATED && (executor.isIdle() || framework.isTerminating())) {
            framework.complete(executor);
            executions.remove(executor);
            parts.containers().forget(executor.container());
            parts.store().complete(Reports.key(executor));
            removeIfIdle(framework);
        }
    }

    private void removeIfIdle(FrameworkRun framework) {
        if (framework.isIdle() && frameworks.remove(framework.id(), framework)) {
            completed.add(framework.told());
            if (completed.size() > COMPLETED_MOST) {
                completed.remove();
            }
            parts.store().complete(framework.id());
            if (framework.isTerminating() && master != null) {
                master.frameworkEnded(framework.id());
            }
        }
    }

    public List<FrameworkState> active() {
        return frameworks.values().stream().map(FrameworkRun::told).toList();
    }

    public List<FrameworkState> completed() {
        return List.copyOf(completed);
    }

    public Map<FrameworkEvent, Long> events() {
        return reports.events();
    }

    /** Leaves the tasks running, and what is written as it is. */
    public void close() {
        updates.close();
    }

    private static String text(FrameworkID id) {
        return id.getValue();
    }
}
