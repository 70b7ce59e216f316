package io.containerizer.agent.tasks;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Resources;
import io.containerizer.api.Stdio;
import io.containerizer.protocol.convert.ContainerRequests;
import io.containerizer.protocol.convert.ResourceMessages;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes requests to launch containers of tasks. */
final class TaskSpecs {

    private final AgentFacts agent;

    TaskSpecs(AgentFacts agent) {
        this.agent = agent;
    }

    /** Whom a command runs as. Empty: the agent's own user. */
    String user(String ofCommand, FrameworkInfo framework) {
        return !agent.switchUser() ? "" : ofCommand.isEmpty() ? framework.getUser() : ofCommand;
    }

    /**
     * The container of a task that has only a command.
     *
     * @throws io.containerizer.api.ContainerizerException INVALID_SPEC for what cannot be honoured
     */
    ContainerSpec ofCommand(TaskInfo task, ExecutorRun.Definition executor) {
        return ContainerRequests.fromMessage(
                        executor.container(),
                        task.getCommand(),
                        task.getContainer(),
                        ResourceMessages.fromRequest(task.getResourcesList()),
                        ResourceMessages.fromLimits(task.getLimitsMap()))
                .user(executor.user())
                .sandbox(executor.sandbox())
                .environment(environment(task, executor))
                .build();
    }

    /** The container that only holds those of an executor's tasks. */
    ContainerSpec ofPod(ExecutorRun.Definition executor, PodSize size) {
        return ContainerRequests.fromMessage(
                        executor.container(),
                        CommandInfo.newBuilder().setShell(false).build(),
                        executor.info().getContainer(),
                        size.requests(),
                        size.limits())
                .containerClass(ContainerClass.POD)
                .user(executor.user())
                .sandbox(executor.sandbox())
                .stdio(new Stdio(Stdio.NULL, Stdio.NULL, Stdio.NULL))
                .build();
    }

    /** That of a task, nested in its executor's. In the cgroups of that it has no limits of its own. */
    ContainerSpec ofNested(TaskInfo task, ContainerId id, ExecutorRun.Definition executor) {
        boolean shares = !task.getContainer().hasLinuxInfo()
                || task.getContainer().getLinuxInfo().getShareCgroups();
        Map<String, String> variables = environment(task, executor);
        variables.put("MESOS_CONTAINER_IP", agent.address());
        return ContainerRequests.fromMessage(
                        id,
                        task.getCommand(),
                        task.getContainer(),
                        shares
                                ? Resources.NONE
                                : ResourceMessages.fromRequest(task.getResourcesList())
                                        .withDisk(Bytes.ZERO),
                        shares ? Resources.NONE : ResourceMessages.fromLimits(task.getLimitsMap()))
                .user(user(task.getCommand().getUser(), executor.framework()))
                .environment(variables)
                .build();
    }

    /** As executors of Mesos have it and pass it on to their tasks. */
    private Map<String, String> environment(TaskInfo task, ExecutorRun.Definition executor) {
        Map<String, String> variables = new HashMap<>(agent.environment());
        variables.put("LIBPROCESS_IP", agent.address());
        variables.put("LIBPROCESS_PORT", "0");
        variables.put("MESOS_FRAMEWORK_ID", executor.framework().getId().getValue());
        variables.put("MESOS_EXECUTOR_ID", executor.info().getExecutorId().getValue());
        variables.put("MESOS_SLAVE_ID", agent.id());
        variables.put("MESOS_DIRECTORY", executor.sandbox().toString());
        variables.put("MESOS_SLAVE_PID", agent.pid());
        variables.put("MESOS_AGENT_ENDPOINT", agent.endpoint());
        variables.put("MESOS_CHECKPOINT", executor.framework().getCheckpoint() ? "1" : "0");
        role(task).ifPresent(role -> variables.put("MESOS_ALLOCATION_ROLE", role));
        return variables;
    }

    private static Optional<String> role(TaskInfo task) {
        return task.getResourcesList().stream()
                .filter(Resource::hasAllocationInfo)
                .map(resource -> resource.getAllocationInfo().getRole())
                .findFirst();
    }
}
