package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.EndWait;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Termination;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.Endings;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** WAIT_CONTAINER and its older form for nested containers. */
final class WaitCalls {

    private final Containers containers;
    private final Permissions permissions;

    WaitCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    Answer await(Call call, Exchange exchange) {
        Termination end = end(exchange, call.getWaitContainer().getContainerId());
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.WAIT_CONTAINER)
                .setWaitContainer(Endings.toMessage(end))
                .build());
    }

    @SuppressWarnings("deprecation") // the call is still made
    Answer awaitNested(Call call, Exchange exchange) {
        Termination end = end(exchange, call.getWaitNestedContainer().getContainerId());
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.WAIT_NESTED_CONTAINER)
                .setWaitNestedContainer(Endings.toNestedMessage(end))
                .build());
    }

    private Termination end(Exchange exchange, ContainerID message) {
        ContainerId id = ContainerIds.fromMessage(message);
        permissions.require(exchange.caller(), Action.WAIT_STANDALONE_CONTAINERS, Action.WAIT_NESTED_CONTAINERS, id);
        CompletableFuture<Termination> end =
                containers.end(id).orElseThrow(() -> new ApiFailure(404, "Container " + id + " cannot be found"));
        try {
            return EndWait.await(end, exchange.request().client())
                    .orElseThrow(() -> new ApiFailure(503, "The client is gone"));
        } catch (ExecutionException e) {
            throw new ApiFailure(
                    500, String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiFailure(503, "The agent is stopping");
        }
    }
}
