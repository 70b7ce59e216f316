package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** WAIT_CONTAINER and its older form for nested containers. */
final class WaitCalls {

    /** Before it is worth the trouble of watching whether the client stays. */
    private static final long SHORT_MILLIS = 200;

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
            return await(exchange, end);
        } catch (ExecutionException e) {
            throw new ApiFailure(
                    500, String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiFailure(503, "The agent is stopping");
        }
    }

    /** Waits on a copy, which goes with its client: the other would hold it as long as the container lives. */
    private static Termination await(Exchange exchange, CompletableFuture<Termination> end)
            throws ExecutionException, InterruptedException {
        try {
            return end.get(SHORT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            CompletableFuture<Boolean> gone = new CompletableFuture<>();
            exchange.request().client().whenGone(() -> gone.complete(true));
            CompletableFuture.anyOf(end, gone).get();
            if (!end.isDone()) {
                throw new ApiFailure(503, "The client is gone");
            }
            return end.get();
        }
    }
}
