package io.containerizer.cli;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Resources;
import io.containerizer.protocol.convert.ResourceMessages;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.Environment;
import io.containerizer.protocol.mesos.Image;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.List;
import java.util.Optional;

/**
 * A task to be run.
 *
 * @param wanted scalars, whatever they are reserved for
 */
record ExecutedTask(String name, CommandInfo command, Optional<ContainerInfo> container, List<Resource> wanted)
        implements ExecutedWork {

    private static final double USUAL_CPUS = 1;
    private static final Bytes USUAL_MEMORY = Bytes.megabytes(128);

    static ExecutedTask of(ContainerSpec request) {
        Resources asked = request.resources();
        Resources wanted = new Resources(
                asked.hasCpus() ? asked.cpus() : USUAL_CPUS,
                asked.hasMemory() ? asked.memory() : USUAL_MEMORY,
                asked.disk());
        Optional<ContainerInfo> container = request.image()
                .map(image -> ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .setMesos(ContainerInfo.MesosInfo.newBuilder()
                                .setImage(Image.newBuilder()
                                        .setType(Image.Type.DOCKER)
                                        .setDocker(Image.Docker.newBuilder().setName(image.name()))))
                        .build());
        return new ExecutedTask(request.id().value(), command(request), container, ResourceMessages.toMessages(wanted));
    }

    private static CommandInfo command(ContainerSpec request) {
        Command given = request.command();
        CommandInfo.Builder command = CommandInfo.newBuilder().setShell(given.shell());
        if (!given.value().isEmpty()) {
            command.setValue(given.value());
        }
        command.addAllArguments(given.arguments());
        if (!request.user().isEmpty()) {
            command.setUser(request.user());
        }
        given.environment()
                .forEach((name, value) -> command.getEnvironmentBuilder()
                        .addVariables(
                                Environment.Variable.newBuilder().setName(name).setValue(value)));
        return command.build();
    }

    private TaskID id() {
        return TaskID.newBuilder().setValue(name).build();
    }

    @Override
    public List<TaskID> tasks() {
        return List.of(id());
    }

    @Override
    public Optional<Offer.Operation> on(Offer offer) {
        return new OfferedResources(offer)
                .take(wanted)
                .map(taken -> Offer.Operation.newBuilder()
                        .setType(Offer.Operation.Type.LAUNCH)
                        .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(task(offer, taken)))
                        .build());
    }

    private TaskInfo task(Offer offer, List<Resource> taken) {
        TaskInfo.Builder task = TaskInfo.newBuilder()
                .setName(name)
                .setTaskId(id())
                .setAgentId(offer.getAgentId())
                .addAllResources(taken)
                .setCommand(command);
        container.ifPresent(task::setContainer);
        return task.build();
    }

    @Override
    public String sandbox(TaskID task) {
        return name + "/runs/latest";
    }

    @Override
    public TaskStreams streams(TaskID task, Output output) {
        return TaskStreams.plain(output);
    }
}
