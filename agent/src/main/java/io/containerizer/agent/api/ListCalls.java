package io.containerizer.agent.api;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** GET_CONTAINERS. */
final class ListCalls {

    private static final System.Logger LOG = System.getLogger(ListCalls.class.getName());

    private final Containers containers;
    private final Frameworks frameworks;
    private final Permissions permissions;

    /** An executor that is a container, and whose it is. */
    private record Owner(FrameworkState framework, ExecutorState executor) {}

    ListCalls(Containers containers, Frameworks frameworks, Permissions permissions) {
        this.containers = containers;
        this.frameworks = frameworks;
        this.permissions = permissions;
    }

    Answer list(Call call, Exchange exchange) {
        boolean nested = call.getGetContainers().getShowNested();
        boolean standalone = call.getGetContainers().getShowStandalone();
        Response.GetContainers.Builder found = Response.GetContainers.newBuilder();
        Map<String, Owner> owners = owners();
        for (LiveContainer container : containers.living()) {
            ContainerId id = container.id();
            Optional<Owner> owner = id.isNested() ? Optional.empty() : Optional.ofNullable(owners.get(id.value()));
            boolean wanted = owner.isPresent() || (id.isNested() ? nested : standalone);
            if (wanted && permissions.maySee(exchange.caller(), container.spec(), owner.isPresent())) {
                found.addContainers(describe(id, owner));
            }
        }
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_CONTAINERS)
                .setGetContainers(found)
                .build());
    }

    /** By the ids of their containers. */
    private Map<String, Owner> owners() {
        Map<String, Owner> owners = new HashMap<>();
        frameworks
                .active()
                .forEach(framework -> framework
                        .executors()
                        .forEach(executor -> owners.put(executor.container(), new Owner(framework, executor))));
        return owners;
    }

    /** As in Mesos the id here is the last part alone; the whole is in the status. */
    private Response.GetContainers.Container describe(ContainerId id, Optional<Owner> owner) {
        Response.GetContainers.Container.Builder message = Response.GetContainers.Container.newBuilder()
                .setContainerId(ContainerID.newBuilder().setValue(id.value()));
        owner.ifPresent(own -> message.setFrameworkId(own.framework.info().getId())
                .setExecutorId(own.executor.info().getExecutorId())
                .setExecutorName(own.executor.info().getName()));
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
