package io.containerizer.agent.api;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Resources;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.ContainerRequests;
import io.containerizer.protocol.convert.ResourceMessages;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.agent.Call;
import java.util.function.Supplier;

/** LAUNCH_CONTAINER and its older form for nested containers. */
final class LaunchCalls {

    private final Containers containers;
    private final Permissions permissions;

    LaunchCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    Answer launch(Call call, Exchange exchange) {
        Call.LaunchContainer launch = call.getLaunchContainer();
        return launch(
                exchange,
                launch.getContainerId(),
                launch.getCommand(),
                launch.getContainer(),
                () -> ResourceMessages.fromRequest(launch.getResourcesList()),
                () -> ResourceMessages.fromLimits(launch.getLimitsMap()));
    }

    @SuppressWarnings("deprecation") // the call is still made
    Answer launchNested(Call call, Exchange exchange) {
        Call.LaunchNestedContainer launch = call.getLaunchNestedContainer();
        return launch(
                exchange,
                launch.getContainerId(),
                launch.getCommand(),
                launch.getContainer(),
                () -> Resources.NONE,
                () -> Resources.NONE);
    }

    /** Every failure is the request's: Mesos answers all of them with 400. */
    private Answer launch(
            Exchange exchange,
            ContainerID idMessage,
            CommandInfo command,
            ContainerInfo info,
            Supplier<Resources> resources,
            Supplier<Resources> limits) {
        try {
            ContainerId id = ContainerIds.fromMessage(idMessage);
            ContainerSpec spec = ContainerRequests.fromMessage(id, command, info, resources.get(), limits.get())
                    .build();
            permissions.requireLaunch(exchange.caller(), id, command.getUser());
            return switch (containers.launch(spec)) {
                case STARTED -> Answer.empty(200);
                case ALREADY_THERE -> Answer.empty(202);
            };
        } catch (ContainerizerException e) {
            throw ApiFailure.of(e, 400);
        }
    }
}
