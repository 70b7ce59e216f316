package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Tasks that are run together, below an executor of type DEFAULT. */
record ExecutedGroup(TaskGroupInfo group) implements ExecutedWork {

    private static final String EXECUTOR = "default-executor";
    private static final List<Resource> OF_EXECUTOR = List.of(scalar("cpus", 0.1), scalar("mem", 32));

    /**
     * Of a file with a TaskGroupInfo as JSON.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static ExecutedGroup read(String file) {
        TaskGroupInfo group;
        try {
            group = new MesosJson(MessageLimits.DEFAULT)
                    .read(Files.readAllBytes(Path.of(file)), TaskGroupInfo.getDefaultInstance());
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
        } catch (ContainerizerException e) {
            throw new IllegalArgumentException("it holds no task group: " + e.getMessage(), e);
        }
        List<TaskID> ids =
                group.getTasksList().stream().map(TaskInfo::getTaskId).toList();
        if (ids.isEmpty() || new HashSet<>(ids).size() < ids.size()) {
            throw new IllegalArgumentException(ids.isEmpty() ? "it has no tasks" : "two of its tasks have the same id");
        }
        return new ExecutedGroup(group);
    }

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    @Override
    public String name() {
        return tasks().getFirst().getValue();
    }

    @Override
    public List<TaskID> tasks() {
        return group.getTasksList().stream().map(TaskInfo::getTaskId).toList();
    }

    @Override
    public Optional<Offer.Operation> on(Offer offer) {
        OfferedResources offered = new OfferedResources(offer);
        Optional<List<Resource>> ofExecutor = offered.take(OF_EXECUTOR);
        if (ofExecutor.isEmpty()) {
            return Optional.empty();
        }
        Offer.Operation.LaunchGroup.Builder launch = Offer.Operation.LaunchGroup.newBuilder()
                .setExecutor(ExecutorInfo.newBuilder()
                        .setType(ExecutorInfo.Type.DEFAULT)
                        .setExecutorId(ExecutorID.newBuilder().setValue(EXECUTOR))
                        .setFrameworkId(offer.getFrameworkId())
                        .addAllResources(ofExecutor.get()));
        for (TaskInfo task : group.getTasksList()) {
            Optional<List<Resource>> taken = offered.take(task.getResourcesList());
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            launch.getTaskGroupBuilder()
                    .addTasks(task.toBuilder()
                            .setAgentId(offer.getAgentId())
                            .clearResources()
                            .addAllResources(taken.get()));
        }
        return Optional.of(Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.LAUNCH_GROUP)
                .setLaunchGroup(launch)
                .build());
    }

    @Override
    public String sandbox(TaskID task) {
        return EXECUTOR + "/runs/latest/tasks/" + task.getValue();
    }

    @Override
    public TaskStreams streams(TaskID task, Output output) {
        return TaskStreams.named(task.getValue(), output);
    }
}
