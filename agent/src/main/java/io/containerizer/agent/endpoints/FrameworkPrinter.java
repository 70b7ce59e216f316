package io.containerizer.agent.endpoints;

import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Visibility;
import io.containerizer.protocol.json.JsonText;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskInfo;
import java.util.List;

/**
 * Frameworks and executors as {@code /state} shows them.
 *
 * @param visible what of them the reader may see
 */
record FrameworkPrinter(JsonText json, Visibility visible) {

    @SuppressWarnings("deprecation") // older tools look for what newer ones find elsewhere
    void framework(FrameworkState framework) {
        FrameworkInfo info = framework.info();
        json.beginObject();
        json.field("id", info.getId().getValue());
        json.field("name", info.getName());
        json.field("user", info.getUser());
        json.field("failover_timeout", info.getFailoverTimeout());
        json.field("checkpoint", info.getCheckpoint());
        json.field("hostname", info.getHostname());
        if (info.hasPrincipal()) {
            json.field("principal", info.getPrincipal());
        }
        if (isMultiRole(info)) {
            json.name("roles").beginArray();
            info.getRolesList().forEach(json::value);
            json.endArray();
        } else {
            json.field("role", info.getRole());
        }
        json.name("executors");
        executors(framework, framework.executors());
        json.name("completed_executors");
        executors(framework, framework.completed());
        json.endObject();
    }

    private static boolean isMultiRole(FrameworkInfo info) {
        return info.getCapabilitiesList().stream()
                .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    }

    private void executors(FrameworkState framework, List<ExecutorState> all) {
        json.beginArray();
        all.stream().filter(visible::executor).forEach(executor -> executor(framework, executor));
        json.endArray();
    }

    @SuppressWarnings("deprecation") // older tools look for what newer ones find elsewhere
    private void executor(FrameworkState framework, ExecutorState executor) {
        ExecutorInfo info = executor.info();
        json.beginObject();
        json.field("id", info.getExecutorId().getValue());
        json.field("name", info.getName());
        json.field("source", info.getSource());
        json.field("container", executor.container());
        json.field("directory", executor.sandbox().toString());
        json.name("resources");
        ResourcePrinter.summary(json, executor.allocated());
        executor.role().ifPresent(role -> json.field("role", role));
        if (info.hasLabels()) {
            TaskPrinter.labels(json, info.getLabels());
        }
        if (info.hasType()) {
            json.field("type", info.getType().name());
        }
        json.name("tasks").beginArray();
        tasks(framework, executor.launched());
        json.endArray();
        json.name("queued_tasks").beginArray();
        for (TaskInfo task : executor.queued()) {
            if (visible.task(framework, task.getCommand().getUser())) {
                TaskPrinter.queued(json, task);
            }
        }
        json.endArray();
        json.name("completed_tasks").beginArray();
        tasks(framework, executor.completed());
        tasks(framework, executor.terminated());
        json.endArray();
        json.endObject();
    }

    private void tasks(FrameworkState framework, List<Task> all) {
        for (Task task : all) {
            if (visible.task(framework, task.getUser())) {
                TaskPrinter.task(json, task);
            }
        }
    }
}
