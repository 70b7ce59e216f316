package io.containerizer.agent.tasks;

import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What tasks must be to be run as a group. */
final class GroupChecks {

    private GroupChecks() {}

    /** What is wrong; nothing when they can be run. */
    static Optional<String> problem(FrameworkInfo framework, ExecutorInfo executor, List<TaskInfo> tasks) {
        List<String> problems = new ArrayList<>();
        if (executor.getType() != ExecutorInfo.Type.DEFAULT) {
            problems.add("the executor of a task group must be of type DEFAULT");
        }
        if (executor.hasCommand()) {
            problems.add("an executor of type DEFAULT has no command of its own");
        }
        if (executor.getContainer().getMesos().hasImage()) {
            problems.add("an executor of type DEFAULT has no image");
        }
        if (tasks.isEmpty()) {
            problems.add("the task group is empty");
        }
        volumes(problems, "executor", executor.getResourcesList());
        Set<TaskID> ids = new HashSet<>();
        Set<Boolean> sharing = new HashSet<>();
        for (TaskInfo task : tasks) {
            String name = "task " + task.getTaskId().getValue().replaceAll("\\p{Cntrl}", "?");
            if (!ids.add(task.getTaskId())) {
                problems.add(name + " is there twice");
            }
            if (!task.hasCommand()) {
                problems.add(name + " has no command");
            }
            volumes(problems, name, task.getResourcesList());
            boolean shares = sharesCgroups(task.getContainer());
            sharing.add(shares);
            if (shares && task.getLimitsCount() > 0) {
                problems.add(name + " has limits, which need linux_info.share_cgroups to be false");
            }
            TaskChecks.problem(framework, task.toBuilder().clearExecutor().build())
                    .ifPresent(problem -> problems.add(name + ": " + problem));
        }
        if (sharing.size() > 1) {
            problems.add("linux_info.share_cgroups differs between the tasks");
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private static boolean sharesCgroups(ContainerInfo container) {
        return !container.hasLinuxInfo() || container.getLinuxInfo().getShareCgroups();
    }

    private static void volumes(List<String> problems, String whose, List<Resource> resources) {
        if (resources.stream().anyMatch(resource -> resource.getDisk().hasPersistence())) {
            problems.add(whose + " has a persistent volume, which task groups cannot have on this agent");
        }
    }
}
