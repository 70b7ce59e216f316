package io.containerizer.agent.auth;

import java.util.Locale;

/** What an ACL can forbid on an agent, by the names of Mesos' ACLs. */
public enum Action {
    GET_ENDPOINTS,
    VIEW_FLAGS,
    VIEW_FRAMEWORKS,
    VIEW_EXECUTORS,
    VIEW_TASKS,
    VIEW_CONTAINERS,
    VIEW_STANDALONE_CONTAINERS,
    ACCESS_SANDBOXES,
    ACCESS_MESOS_LOGS,
    SET_LOG_LEVEL,
    PRUNE_IMAGES,
    LAUNCH_STANDALONE_CONTAINERS,
    WAIT_STANDALONE_CONTAINERS,
    KILL_STANDALONE_CONTAINERS,
    REMOVE_STANDALONE_CONTAINERS,
    LAUNCH_NESTED_CONTAINERS,
    WAIT_NESTED_CONTAINERS,
    KILL_NESTED_CONTAINERS,
    REMOVE_NESTED_CONTAINERS,
    LAUNCH_NESTED_CONTAINER_SESSIONS,
    ATTACH_CONTAINERS_INPUT,
    ATTACH_CONTAINERS_OUTPUT;

    /** Its name in the flag {@code --acls}. */
    public String aclName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
