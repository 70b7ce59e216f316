package io.containerizer.agent.local;

import io.containerizer.agent.resources.Amounts;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.agent.updates.TaskKey;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.OfferID;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.scheduler.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Runs what frameworks want to run on what they were offered. */
final class Launching {

    private static final System.Logger LOG = System.getLogger(Launching.class.getName());

    private final TaskAgent tasks;
    private final Offers offers;
    private final AgentInfo agent;

    /** An executor as a user of resources. */
    record ExecutorKey(FrameworkID framework, ExecutorID executor) {}

    Launching(TaskAgent tasks, Offers offers, AgentInfo agent) {
        this.tasks = tasks;
        this.offers = offers;
        this.agent = agent;
    }

    /** @return what is left of the offers, by their roles */
    List<Offers.Open> accept(Subscription framework, Call.Accept accept) {
        List<Offers.Open> taken = new ArrayList<>();
        Optional<String> problem = take(framework, accept.getOfferIdsList(), taken);
        if (problem.isPresent()) {
            all(accept)
                    .forEach(task -> refuse(
                            framework,
                            task,
                            TaskState.TASK_DROPPED,
                            TaskStatus.Reason.REASON_INVALID_OFFERS,
                            problem.get()));
            return taken;
        }
        Amounts left = Amounts.NONE;
        for (Offers.Open offer : taken) {
            left = left.plus(offer.amounts());
        }
        String role = taken.getFirst().role();
        for (Offer.Operation operation : accept.getOperationsList()) {
            if (operation.getType() == Offer.Operation.Type.LAUNCH) {
                for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
                    left = launch(framework, allocated(task, role), left);
                }
            } else if (operation.getType() == Offer.Operation.Type.LAUNCH_GROUP) {
                left = launch(framework, operation.getLaunchGroup(), role, left);
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "operation " + operation.getType() + " of framework "
                                + framework.id().getValue() + " is none that this master knows: it has no effect");
            }
        }
        Offers.Open first = taken.getFirst();
        return List.of(new Offers.Open(first.id(), first.framework(), first.role(), left));
    }

    private Optional<String> take(Subscription framework, List<OfferID> ids, List<Offers.Open> taken) {
        if (ids.isEmpty()) {
            return Optional.of("No offers specified");
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            return Optional.of("Duplicate offers in the call");
        }
        Optional<String> problem = Optional.empty();
        for (OfferID id : ids) {
            Optional<Offers.Open> offer = offers.take(id, framework.id());
            if (offer.isPresent()) {
                taken.add(offer.get());
            } else {
                problem = Optional.of("Offer " + id.getValue() + " is no longer valid");
            }
        }
        if (taken.stream().map(Offers.Open::role).distinct().count() > 1) {
            problem = Optional.of("Aggregated offers must be allocated to the same role");
        }
        return problem;
    }

    private static List<TaskInfo> all(Call.Accept accept) {
        List<TaskInfo> all = new ArrayList<>();
        accept.getOperationsList().forEach(operation -> {
            all.addAll(operation.getLaunch().getTaskInfosList());
            all.addAll(operation.getLaunchGroup().getTaskGroup().getTasksList());
        });
        return all;
    }

    /** Frameworks may leave out what their resources are allocated to. */
    private static TaskInfo allocated(TaskInfo task, String role) {
        TaskInfo.Builder complete = task.toBuilder();
        allocate(complete.getResourcesBuilderList(), role);
        return complete.build();
    }

    /** @return what is left after it */
    private Amounts launch(Subscription framework, TaskInfo task, Amounts left) {
        TaskKey key = TaskKey.of(framework.id(), task.getTaskId());
        Amounts wanted = Amounts.of(task.getResourcesList());
        Optional<String> problem = problem(task, key, wanted, left);
        if (problem.isPresent()) {
            refuse(framework, task, TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_INVALID, problem.get());
            return left;
        }
        offers.use(key, framework.id(), wanted);
        tasks.runTask(framework.info(), task);
        return left.minus(wanted);
    }

    /** @return what is left after the group, and after its executor if that is not there yet */
    private Amounts launch(Subscription framework, Offer.Operation.LaunchGroup group, String role, Amounts left) {
        ExecutorInfo executor = allocated(group.getExecutor(), role);
        List<TaskInfo> members = group.getTaskGroup().getTasksList().stream()
                .map(task -> allocated(task, role))
                .toList();
        ExecutorKey executorKey = new ExecutorKey(framework.id(), executor.getExecutorId());
        boolean isNew = !offers.isUsed(executorKey);
        Amounts own = isNew ? Amounts.of(executor.getResourcesList()) : Amounts.NONE;
        Amounts rest = left;
        Optional<String> problem = left.contains(own)
                ? Optional.empty()
                : Optional.of("Executor uses more resources " + own + " than available " + left);
        rest = problem.isEmpty() ? rest.minus(own) : rest;
        for (TaskInfo task : members) {
            if (problem.isEmpty()) {
                Amounts wanted = Amounts.of(task.getResourcesList());
                problem = problem(task, TaskKey.of(framework.id(), task.getTaskId()), wanted, rest);
                rest = problem.isEmpty() ? rest.minus(wanted) : rest;
            }
        }
        if (problem.isPresent()) {
            String why = problem.get();
            members.forEach(task ->
                    refuse(framework, task, TaskState.TASK_ERROR, TaskStatus.Reason.REASON_TASK_GROUP_INVALID, why));
            return left;
        }
        if (isNew) {
            offers.use(executorKey, framework.id(), own);
        }
        members.forEach(task -> offers.use(
                TaskKey.of(framework.id(), task.getTaskId()), framework.id(), Amounts.of(task.getResourcesList())));
        tasks.runGroup(
                framework.info(),
                executor,
                TaskGroupInfo.newBuilder().addAllTasks(members).build());
        return rest;
    }

    private static ExecutorInfo allocated(ExecutorInfo executor, String role) {
        ExecutorInfo.Builder complete = executor.toBuilder();
        allocate(complete.getResourcesBuilderList(), role);
        return complete.build();
    }

    private static void allocate(List<Resource.Builder> resources, String role) {
        for (Resource.Builder resource : resources) {
            if (!resource.hasAllocationInfo()) {
                resource.getAllocationInfoBuilder().setRole(role);
            }
        }
    }

    private Optional<String> problem(TaskInfo task, TaskKey key, Amounts wanted, Amounts left) {
        if (!task.getAgentId().getValue().equals(agent.id())) {
            return Optional.of(
                    "Task uses agent " + task.getAgentId().getValue() + ", and the offers are of " + agent.id());
        }
        if (offers.isUsed(key)) {
            return Optional.of("Task has duplicate ID: " + task.getTaskId().getValue());
        }
        if (!left.contains(wanted)) {
            return Optional.of("Task uses more resources " + wanted + " than available " + left);
        }
        return Optional.empty();
    }

    private void refuse(
            Subscription framework, TaskInfo task, TaskState state, TaskStatus.Reason reason, String message) {
        framework.send(SchedulerEvents.update(Reconciliation.status(framework.info(), task.getTaskId(), state, reason)
                .setMessage(message)
                .setAgentId(task.getAgentId())
                .build()));
    }
}
