package io.containerizer.agent.state;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;

/** What of frameworks a caller may see, each by the user that it runs as. */
public record Visibility(Authorizer authorizer, Caller caller) {

    public boolean framework(FrameworkState framework) {
        return authorizer.allows(
                caller, Action.VIEW_FRAMEWORKS, framework.info().getUser());
    }

    public boolean executor(ExecutorState executor) {
        return authorizer.allows(caller, Action.VIEW_EXECUTORS, executor.user());
    }

    /** @param user of the task; empty: the framework's */
    public boolean task(FrameworkState framework, String user) {
        return authorizer.allows(
                caller, Action.VIEW_TASKS, user.isEmpty() ? framework.info().getUser() : user);
    }
}
