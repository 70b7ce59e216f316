package io.containerizer.agent.tasks;

import io.containerizer.protocol.check.ContainerChecks;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the agent itself makes sure of before it runs a task: ids become names of directories. */
final class TaskChecks {

    private static final int LONGEST_ID = 255;

    private TaskChecks() {}

    /** What is wrong with a task; nothing when it can be run. */
    static Optional<String> problem(FrameworkInfo framework, TaskInfo task) {
        List<String> problems = new ArrayList<>();
        id(problems, "framework id", framework.getId().getValue());
        id(problems, "task id", task.getTaskId().getValue());
        if (task.hasExecutor() == task.hasCommand()) {
            problems.add("exactly one of command and executor must be set");
        }
        if (task.hasExecutor()) {
            id(problems, "executor id", task.getExecutor().getExecutorId().getValue());
        }
        problems.addAll(ContainerChecks.check(task.getCommand()));
        problems.addAll(ContainerChecks.check(task.getContainer()));
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private static void id(List<String> problems, String what, String id) {
        if (id.isEmpty()) {
            problems.add(what + " is empty");
        } else if (id.length() > LONGEST_ID) {
            problems.add(what + " has more than " + LONGEST_ID + " characters");
        } else if (id.equals(".") || id.equals("..") || id.chars().anyMatch(TaskChecks::isUnfit)) {
            problems.add(what + " '" + id.replaceAll("\\p{Cntrl}", "?") + "' cannot be the name of a directory");
        }
    }

    private static boolean isUnfit(int character) {
        return character == '/' || character == '\\' || Character.isISOControl(character);
    }
}
