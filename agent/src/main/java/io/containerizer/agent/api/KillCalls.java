package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.agent.Call;

/** KILL_CONTAINER, REMOVE_CONTAINER, and their older forms for nested containers. */
final class KillCalls {

    private static final int SIGKILL = 9;

    private final Containers containers;
    private final Permissions permissions;

    KillCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    Answer kill(Call call, Exchange exchange) {
        Call.KillContainer kill = call.getKillContainer();
        return kill(exchange, kill.getContainerId(), kill.hasSignal() ? kill.getSignal() : SIGKILL);
    }

    @SuppressWarnings("deprecation") // the call is still made
    Answer killNested(Call call, Exchange exchange) {
        Call.KillNestedContainer kill = call.getKillNestedContainer();
        return kill(exchange, kill.getContainerId(), kill.hasSignal() ? kill.getSignal() : SIGKILL);
    }

    private Answer kill(Exchange exchange, ContainerID message, int signal) {
        ContainerId id = ContainerIds.fromMessage(message);
        permissions.require(exchange.caller(), Action.KILL_STANDALONE_CONTAINERS, Action.KILL_NESTED_CONTAINERS, id);
        if (!containers.kill(id, signal)) {
            throw new ApiFailure(404, "Container '" + id + "' cannot be found (or is already killed)");
        }
        return Answer.empty(200);
    }

    Answer remove(Call call, Exchange exchange) {
        return remove(exchange, call.getRemoveContainer().getContainerId());
    }

    @SuppressWarnings("deprecation") // the call is still made
    Answer removeNested(Call call, Exchange exchange) {
        return remove(exchange, call.getRemoveNestedContainer().getContainerId());
    }

    /** Removing what is gone is no failure, as long as what it was nested in is there. */
    private Answer remove(Exchange exchange, ContainerID message) {
        ContainerId id = ContainerIds.fromMessage(message);
        permissions.require(
                exchange.caller(), Action.REMOVE_STANDALONE_CONTAINERS, Action.REMOVE_NESTED_CONTAINERS, id);
        if (id.isNested() && containers.find(id.root()).isEmpty()) {
            throw new ApiFailure(500, "Unknown root container " + id.root());
        }
        try {
            containers.remove(id);
        } catch (ContainerizerException e) {
            throw new ApiFailure(
                    500,
                    e.code() == ErrorCode.STILL_RUNNING
                            ? (id.isNested() ? "Nested container" : "Container") + " has not terminated yet"
                            : String.valueOf(e.getMessage()));
        }
        return Answer.empty(200);
    }
}
