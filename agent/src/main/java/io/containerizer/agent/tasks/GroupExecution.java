package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An executor of type DEFAULT, whose part the agent plays: a container that only waits, and nested in it one for each task
 * of its groups. It ends with the last of them.
 */
final class GroupExecution implements Execution, ContainedTask.Owner {

    private static final System.Logger LOG = System.getLogger(GroupExecution.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final TaskAgent.Parts parts;
    private final ContainedTask.Surroundings surroundings;
    private final ExecutorHost host;
    private final TaskSpecs specs;
    private final ExecutorRun executor;
    private final TaskStore.RunKey key;
    private final List<TaskGroup> groups = new ArrayList<>();
    private final Map<ContainedTask, NestedListener> listeners = new LinkedHashMap<>();

    private Pod pod = Pod.NONE;
    private Optional<Termination> podEnd = Optional.empty();
    private @Nullable PodSize size;
    private boolean resizing;
    private boolean finished;

    /** How far the executor's container is. */
    private enum Pod {
        NONE,
        LAUNCHING,
        RUNNING,
        /** It is told to end, or an earlier agent saw it end. */
        ENDING,
        ENDED
    }

    GroupExecution(
            TaskAgent.Parts parts,
            ContainedTask.Surroundings surroundings,
            ExecutorHost host,
            TaskSpecs specs,
            ExecutorRun executor) {
        this.parts = parts;
        this.surroundings = surroundings;
        this.host = host;
        this.specs = specs;
        this.executor = executor;
        this.key = Reports.key(executor);
    }

    private TaskContainers containers() {
        return parts.containers();
    }

    /** The same for each agent that asks. */
    private ContainerId nested(String group, TaskID task) {
        String name = group + "/" + task.getValue();
        return executor.container()
                .child(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    private ContainedTask contained(String group, TaskRun run) {
        ContainedTask task = new ContainedTask(surroundings, this, nested(group, run.id()), run);
        listeners.put(task, new NestedListener(parts.loop(), task, () -> podEnd));
        return task;
    }

    @Override
    public void launch(List<TaskInfo> tasks) {
        String id = parts.ids().get().toString();
        TaskGroup group = new TaskGroup();
        groups.add(group);
        tasks.forEach(info -> group.add(contained(id, executor.launch(info))));
        try {
            for (ContainedTask task : group.tasks()) {
                group.await(task, specs.ofNested(task.info(), task.container(), executor.definition()));
                parts.store().nameSandbox(key, task.id(), task.container());
            }
            if (executor.definition().framework().getCheckpoint()) {
                TaskGroupInfo info =
                        TaskGroupInfo.newBuilder().addAllTasks(tasks).build();
                parts.store().writeGroup(key, id, info);
            }
        } catch (ContainerizerException e) {
            refuse(group, String.valueOf(e.getMessage()));
            return;
        }
        group.tasks().forEach(ContainedTask::announce);
        if (pod == Pod.NONE) {
            launchPod(group);
        } else {
            settle();
        }
    }

    private static void refuse(TaskGroup group, String message) {
        group.refuse(TaskState.TASK_FAILED, TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED, message);
    }

    private void launchPod(TaskGroup first) {
        PodSize wanted = wanted();
        ContainerSpec spec;
        try {
            spec = specs.ofPod(executor.definition(), wanted);
        } catch (ContainerizerException e) {
            refuse(first, String.valueOf(e.getMessage()));
            return;
        }
        pod = Pod.LAUNCHING;
        size = wanted;
        containers().launch(spec, new PodListener());
    }

    private List<TaskGroup> waiting() {
        return groups.stream().filter(TaskGroup::isWaiting).toList();
    }

    private PodSize wanted() {
        PodSize wanted = PodSize.of(
                executor.definition().info(),
                groups.stream()
                        .flatMap(group -> group.tasks().stream())
                        .filter(task -> !task.isOver())
                        .map(ContainedTask::info)
                        .toList());
        return size == null ? wanted : wanted.after(size);
    }

    /** Brings the container to the size that its tasks need, and then starts those that wait for it. */
    private void settle() {
        if (pod != Pod.RUNNING || resizing) {
            return;
        }
        PodSize next = wanted();
        if (next.equals(size)) {
            waiting().forEach(group -> group.launch(task -> Objects.requireNonNull(listeners.get(task))));
            return;
        }
        resizing = true;
        containers().update(executor.container(), next.requests(), next.limits(), problem -> {
            resizing = false;
            size = next;
            problem.ifPresent(this::refuseWaiting);
            settle();
        });
    }

    /** The container could not be given what they need. What runs goes on. */
    private void refuseWaiting(String problem) {
        LOG.log(System.Logger.Level.WARNING, () -> "resize container " + executor.container() + ": " + problem);
        waiting()
                .forEach(group -> group.refuse(
                        TaskState.TASK_GONE,
                        TaskStatus.Reason.REASON_CONTAINER_UPDATE_FAILED,
                        "The executor's container could not be resized: " + problem));
    }

    private final class PodListener implements TaskContainers.Listener {

        @Override
        public void started() {
            if (pod == Pod.LAUNCHING) {
                pod = Pod.RUNNING;
                host.running();
                settle();
            }
        }

        @Override
        public void failed(String message) {
            over(message);
        }

        @Override
        public void ended(Termination termination) {
            podEnd = Optional.of(termination);
            List.copyOf(listeners.values()).forEach(NestedListener::explain);
            over("The executor's container has ended");
        }

        private void over(String message) {
            pod = Pod.ENDED;
            host.terminating();
            waiting().forEach(group -> refuse(group, message));
            finishIfOver();
        }
    }

    private void finishIfOver() {
        if (finished || !groups.stream().allMatch(TaskGroup::isOver)) {
            return;
        }
        switch (pod) {
            case NONE, ENDED -> {
                finished = true;
                host.ended(podEnd.map(Termination::status).orElse(-1));
            }
            case LAUNCHING, RUNNING -> endPod();
            case ENDING -> {} // it tells when it has
        }
    }

    private void endPod() {
        pod = Pod.ENDING;
        host.terminating();
        containers().destroy(executor.container());
    }

    @Override
    public void recover() {
        List<ContainedTask> gone = new ArrayList<>();
        parts.store().groups(key).forEach((id, tasks) -> gone.addAll(recover(id, tasks)));
        gone.addAll(recoverTasksWithoutGroup());
        switch (containers().find(executor.container(), new PodListener())) {
            case RUNNING -> {
                pod = Pod.RUNNING;
                host.running();
            }
            case ENDED -> {
                pod = Pod.ENDING;
                host.terminating();
            }
            case NOTHING -> pod = Pod.ENDED;
        }
        gone.forEach(ContainedTask::gone);
        settle();
        finishIfOver();
    }

    /** @return those of whose containers nothing is known */
    private List<ContainedTask> recover(String id, TaskGroupInfo stored) {
        List<ContainedTask> gone = new ArrayList<>();
        TaskGroup group = new TaskGroup();
        groups.add(group);
        for (TaskInfo info : stored.getTasksList()) {
            Optional<TaskRun> known = executor.find(info.getTaskId());
            if (known.isPresent()) {
                ContainedTask task = contained(id, known.get());
                group.add(task);
                if (!task.recover(Objects.requireNonNull(listeners.get(task)))) {
                    gone.add(task);
                } else if (known.get().hasEnded()) {
                    containers().forget(task.container()); // its end is written down
                }
            } else {
                executor.lastState(info.getTaskId()).ifPresent(group::ended);
                containers().forget(nested(id, info.getTaskId()));
            }
        }
        return gone;
    }

    /** An agent that ends while it takes a group in leaves tasks of which none was launched. */
    private List<ContainedTask> recoverTasksWithoutGroup() {
        List<ContainedTask> alone = new ArrayList<>();
        for (TaskRun run : executor.present()) {
            if (listeners.keySet().stream().noneMatch(task -> task.id().equals(run.id()))) {
                TaskGroup group = new TaskGroup();
                group.add(contained("", run));
                groups.add(group);
                alone.addAll(group.tasks());
            }
        }
        return alone;
    }

    @Override
    public void kill(TaskID task, Optional<Duration> grace) {
        groups.stream().flatMap(group -> group.find(task).stream()).findFirst().ifPresent(known -> known.kill(grace));
    }

    @Override
    public void shutdown() {
        host.terminating();
        List.copyOf(groups).forEach(TaskGroup::killAll);
        if (!finished) {
            var _ = parts.loop().after(grace(), () -> containers().destroy(executor.container()));
        }
    }

    private Duration grace() {
        ExecutorInfo info = executor.definition().info();
        return info.hasShutdownGracePeriod()
                ? Duration.ofNanos(info.getShutdownGracePeriod().getNanoseconds())
                : GRACE;
    }

    /** The engine may forget how a task's container ended when that is written down here. */
    @Override
    public void written(TaskID id, ByteString uuid) {
        if (executor.find(id).filter(run -> run.endsWith(uuid)).isPresent()) {
            groups.stream()
                    .flatMap(group -> group.find(id).stream())
                    .forEach(task -> containers().forget(task.container()));
        }
    }

    @Override
    public void report(TaskStatus.Builder status) {
        host.report(status);
    }

    @Override
    public void started() {}

    @Override
    public void ended(ContainedTask task, int status) {
        listeners.remove(task);
        groups.stream()
                .filter(group -> group.tasks().contains(task))
                .findFirst()
                .ifPresent(group -> {
                    if (podEnd.isEmpty()) { // otherwise all end anyway, and for the same reason
                        group.ended(task.state());
                    }
                    if (group.isOver()) {
                        groups.remove(group);
                    }
                });
        settle();
        finishIfOver();
    }
}
