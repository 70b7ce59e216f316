package io.containerizer.agent.endpoints;

import io.containerizer.protocol.json.JsonText;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerStatus;
import io.containerizer.protocol.mesos.Label;
import io.containerizer.protocol.mesos.Labels;
import io.containerizer.protocol.mesos.NetworkInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskStatus;
import java.util.List;

/** Tasks as {@code /state} shows them: names by hand, so that tools of all ages find what they look for. */
final class TaskPrinter {

    private TaskPrinter() {}

    /** One that an executor has or had. */
    static void task(JsonText json, Task task) {
        json.beginObject();
        json.field("id", task.getTaskId().getValue());
        json.field("name", task.getName());
        json.field("framework_id", task.getFrameworkId().getValue());
        json.field("executor_id", task.getExecutorId().getValue());
        json.field("slave_id", task.getAgentId().getValue());
        json.field("state", task.getState().name());
        json.name("resources");
        ResourcePrinter.summary(json, task.getResourcesList());
        if (task.getLimitsCount() > 0) {
            json.name("limits").beginObject();
            task.getLimitsMap().forEach((name, limit) -> json.field(name, limit.getValue()));
            json.endObject();
        }
        json.field("role", role(task.getResourcesList()));
        json.name("statuses").beginArray();
        task.getStatusesList().forEach(status -> status(json, status));
        json.endArray();
        if (task.hasUser()) {
            json.field("user", task.getUser());
        }
        if (task.hasLabels()) {
            labels(json, task.getLabels());
        }
        if (task.hasDiscovery()) {
            json.name("discovery").value(task.getDiscovery());
        }
        if (task.hasContainer()) {
            json.name("container").value(task.getContainer());
        }
        if (task.hasHealthCheck()) {
            json.name("health_check").value(task.getHealthCheck());
        }
        json.endObject();
    }

    /** One that its executor has not got yet. */
    static void queued(JsonText json, TaskInfo task) {
        json.beginObject();
        json.field("id", task.getTaskId().getValue());
        json.field("name", task.getName());
        json.field("slave_id", task.getAgentId().getValue());
        json.name("resources");
        ResourcePrinter.summary(json, task.getResourcesList());
        json.field("role", role(task.getResourcesList()));
        if (task.hasCommand()) {
            json.name("command");
            command(json, task.getCommand());
        }
        if (task.hasExecutor()) {
            json.field("executor_id", task.getExecutor().getExecutorId().getValue());
        }
        if (task.hasDiscovery()) {
            json.name("discovery").value(task.getDiscovery());
        }
        json.endObject();
    }

    private static void command(JsonText json, CommandInfo command) {
        json.beginObject();
        if (command.hasShell()) {
            json.field("shell", command.getShell());
        }
        if (command.hasValue()) {
            json.field("value", command.getValue());
        }
        json.name("argv").beginArray();
        command.getArgumentsList().forEach(json::value);
        json.endArray();
        if (command.hasEnvironment()) {
            json.name("environment").value(command.getEnvironment());
        }
        json.name("uris").beginArray();
        command.getUrisList().forEach(uri -> {
            json.beginObject();
            json.field("value", uri.getValue());
            json.field("executable", uri.getExecutable());
            json.endObject();
        });
        json.endArray();
        json.endObject();
    }

    private static void status(JsonText json, TaskStatus status) {
        json.beginObject();
        json.field("state", status.getState().name());
        json.field("timestamp", status.getTimestamp());
        if (status.hasLabels()) {
            labels(json, status.getLabels());
        }
        if (status.hasContainerStatus()) {
            json.name("container_status");
            containerStatus(json, status.getContainerStatus());
        }
        if (status.hasHealthy()) {
            json.field("healthy", status.getHealthy());
        }
        json.endObject();
    }

    private static void containerStatus(JsonText json, ContainerStatus status) {
        json.beginObject();
        if (status.hasContainerId()) {
            json.name("container_id").value(status.getContainerId());
        }
        if (status.getNetworkInfosCount() > 0) {
            json.name("network_infos").beginArray();
            status.getNetworkInfosList().forEach(network -> network(json, network));
            json.endArray();
        }
        if (status.hasCgroupInfo()) {
            json.name("cgroup_info").value(status.getCgroupInfo());
        }
        json.endObject();
    }

    private static void network(JsonText json, NetworkInfo network) {
        json.beginObject();
        if (network.getGroupsCount() > 0) {
            json.name("groups").beginArray();
            network.getGroupsList().forEach(json::value);
            json.endArray();
        }
        if (network.hasLabels()) {
            labels(json, network.getLabels());
        }
        if (network.getIpAddressesCount() > 0) {
            json.name("ip_addresses").beginArray();
            network.getIpAddressesList().forEach(json::value);
            json.endArray();
        }
        if (network.hasName()) {
            json.field("name", network.getName());
        }
        if (network.getPortMappingsCount() > 0) {
            json.name("port_mappings").beginArray();
            network.getPortMappingsList().forEach(json::value);
            json.endArray();
        }
        json.endObject();
    }

    static void labels(JsonText json, Labels labels) {
        json.name("labels").beginArray();
        for (Label label : labels.getLabelsList()) {
            json.value(label);
        }
        json.endArray();
    }

    static String role(List<Resource> resources) {
        return resources.isEmpty()
                ? "*"
                : resources.getFirst().getAllocationInfo().getRole();
    }
}
