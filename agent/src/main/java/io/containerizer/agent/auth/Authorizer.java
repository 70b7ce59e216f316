package io.containerizer.agent.auth;

/** Says what a caller may do. */
public interface Authorizer {

    /** Where there are no ACLs. */
    Authorizer EVERYTHING = (caller, action, object) -> true;

    /**
     * @param object what the action is done to, in the terms of the action's ACL: the user a container runs as, the path of
     *     an endpoint; empty where the action has no object
     */
    boolean allows(Caller caller, Action action, String object);
}
