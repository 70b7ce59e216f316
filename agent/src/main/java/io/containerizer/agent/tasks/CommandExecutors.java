package io.containerizer.agent.tasks;

import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.ArrayList;
import java.util.List;

/** The executors that are told of for tasks that have only a command, named as Mesos names them. */
final class CommandExecutors {

    private static final int LONGEST = 15;

    private CommandExecutors() {}

    @SuppressWarnings("deprecation") // the endpoints still tell the source
    static ExecutorInfo of(TaskInfo task, FrameworkID framework) {
        ExecutorInfo.Builder info = ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.CUSTOM)
                .setExecutorId(ExecutorID.newBuilder().setValue(task.getTaskId().getValue()))
                .setFrameworkId(framework)
                .setName("Command Executor (Task: " + task.getTaskId().getValue() + ") (Command: "
                        + text(task.getCommand()) + ")")
                .setSource(task.getTaskId().getValue())
                .setCommand(task.getCommand());
        if (task.hasContainer()) {
            info.setContainer(task.getContainer());
        }
        if (task.hasLabels()) {
            info.setLabels(task.getLabels());
        }
        if (task.hasDiscovery()) {
            info.setDiscovery(task.getDiscovery());
        }
        return info.build();
    }

    private static String text(CommandInfo command) {
        if (!command.hasValue()) {
            return command.getShell() ? "NO COMMAND" : "NO EXECUTABLE";
        }
        if (command.getShell()) {
            return "sh -c '" + cut(command.getValue()) + "'";
        }
        List<String> words = new ArrayList<>(List.of(command.getValue()));
        words.addAll(command.getArgumentsList());
        return "[" + cut(String.join(", ", words)) + "]";
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "..." : text;
    }
}
