package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.ContainerRequests;
import io.containerizer.protocol.mesos.agent.Call;

/** ATTACH_CONTAINER_OUTPUT and LAUNCH_NESTED_CONTAINER_SESSION: streams of what a container writes. */
final class OutputCalls {

    private final Containers containers;
    private final Permissions permissions;
    private final OutputStreams streams;

    OutputCalls(Containers containers, Permissions permissions, OutputStreams streams) {
        this.containers = containers;
        this.permissions = permissions;
        this.streams = streams;
    }

    Answer attach(Call call, Exchange exchange) {
        ContainerId id =
                ContainerIds.fromMessage(call.getAttachContainerOutput().getContainerId());
        ContainerView view = containers
                .find(id)
                .filter(found -> found.termination().isEmpty())
                .orElseThrow(() -> new ApiFailure(404, "Container " + id + " cannot be found"));
        permissions.require(exchange.caller(), Action.ATTACH_CONTAINERS_OUTPUT, view);
        return streams.fromNow(exchange.forms(), view);
    }

    /** A container beside another's command, which lasts no longer than the stream of its output. */
    Answer session(Call call, Exchange exchange) {
        Call.LaunchNestedContainerSession launch = call.getLaunchNestedContainerSession();
        ContainerId id = ContainerIds.fromMessage(launch.getContainerId());
        try {
            ContainerSpec.Builder spec = ContainerRequests.fromMessage(
                            id, launch.getCommand(), launch.getContainer(), Resources.NONE, Resources.NONE)
                    .containerClass(ContainerClass.DEBUG);
            permissions.requireSession(
                    exchange.caller(), id, launch.getCommand().getUser());
            boolean input = !launch.getContainer().hasTtyInfo();
            return streams.session(exchange.forms(), spec.build(), input).orElseGet(() -> Answer.empty(202));
        } catch (ContainerizerException e) {
            throw ApiFailure.of(e, 400);
        }
    }
}
