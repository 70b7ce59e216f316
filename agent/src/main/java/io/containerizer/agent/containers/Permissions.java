package io.containerizer.agent.containers;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.lifecycle.ContainerView;

/** What callers may do to containers: the ACLs speak of the users that containers run as. */
public final class Permissions {

    private final Authorizer authorizer;
    private final Containers containers;
    /** Whom containers run as that name nobody. */
    private final String agentUser;

    /** @param agentUser whom containers run as whose request names nobody */
    public Permissions(Authorizer authorizer, Containers containers, String agentUser) {
        this.authorizer = authorizer;
        this.containers = containers;
        this.agentUser = agentUser;
    }

    /** @throws ContainerizerException FORBIDDEN */
    public void require(Caller caller, Action action, String user) {
        if (!authorizer.allows(caller, action, user)) {
            throw ContainerizerException.of(
                    ErrorCode.FORBIDDEN, action.aclName(), user.isEmpty() ? "" : "of user '" + user + "'", "forbidden");
        }
    }

    /** One action for containers that are nested, another for those that are not. */
    public void require(Caller caller, Action standalone, Action nested, ContainerId id) {
        require(caller, id.isNested() ? nested : standalone, userOf(id));
    }

    /** @param user whom the request names, or empty */
    public void requireLaunch(Caller caller, ContainerId id, String user) {
        if (!id.isNested()) {
            require(caller, Action.LAUNCH_STANDALONE_CONTAINERS, user.isEmpty() ? agentUser : user);
            return;
        }
        String asked = user.isEmpty() ? userOf(id.parent().orElseThrow()) : user;
        require(caller, Action.LAUNCH_NESTED_CONTAINERS_AS_USER, asked);
        require(caller, Action.LAUNCH_NESTED_CONTAINERS_UNDER_PARENT_WITH_USER, userOf(id.root()));
    }

    public void requireSession(Caller caller, ContainerId id, String user) {
        String asked = user.isEmpty() ? userOf(id.parent().orElseThrow()) : user;
        require(caller, Action.LAUNCH_NESTED_CONTAINER_SESSIONS_AS_USER, asked);
        require(caller, Action.LAUNCH_NESTED_CONTAINER_SESSIONS_UNDER_PARENT_WITH_USER, userOf(id.root()));
    }

    /** An action that is the same for all containers. */
    public void require(Caller caller, Action action, ContainerView view) {
        require(caller, action, userOf(view.id()));
    }

    /** @param ofExecutor whether it is the container of a framework's executor */
    public boolean maySee(Caller caller, ContainerSpec container, boolean ofExecutor) {
        String user = container.user();
        boolean standalone = !container.id().isNested() && !ofExecutor;
        return authorizer.allows(
                caller,
                standalone ? Action.VIEW_STANDALONE_CONTAINERS : Action.VIEW_CONTAINERS,
                user.isEmpty() ? agentUser : user);
    }

    /** Of an unknown container the agent's: then it does not matter, as there is nothing to do anything to. */
    private String userOf(ContainerId id) {
        return containers
                .find(id)
                .map(view -> view.stored().spec().user())
                .filter(user -> !user.isEmpty())
                .orElse(agentUser);
    }
}
