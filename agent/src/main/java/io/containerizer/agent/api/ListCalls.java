package io.containerizer.agent.api;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;

/** GET_CONTAINERS. */
final class ListCalls {

    private static final System.Logger LOG = System.getLogger(ListCalls.class.getName());

    private final Containers containers;
    private final Permissions permissions;

    ListCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    Answer list(Call call, Exchange exchange) {
        boolean nested = call.getGetContainers().getShowNested();
        boolean standalone = call.getGetContainers().getShowStandalone();
        Response.GetContainers.Builder found = Response.GetContainers.newBuilder();
        for (LiveContainer container : containers.living()) {
            if ((container.id().isNested() ? nested : standalone) && permissions.maySee(exchange.caller(), container)) {
                found.addContainers(describe(container.id()));
            }
        }
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_CONTAINERS)
                .setGetContainers(found)
                .build());
    }

    /** As in Mesos the id here is the last part alone; the whole is in the status. */
    private Response.GetContainers.Container describe(ContainerId id) {
        Response.GetContainers.Container.Builder message = Response.GetContainers.Container.newBuilder()
                .setContainerId(ContainerID.newBuilder().setValue(id.value()));
        orNone(id, () -> message.setContainerStatus(Usage.toMessage(id, containers.status(id))));
        orNone(id, () -> message.setResourceStatistics(Usage.toMessage(containers.usage(id))));
        return message.build();
    }

    /** A container that is just ending has no figures; the others have. */
    private static void orNone(ContainerId id, Runnable part) {
        try {
            part.run();
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "of " + id + ": " + e.getMessage());
        }
    }
}
