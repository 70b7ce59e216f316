package io.containerizer.agent.auth;

import java.util.Locale;

/** What an ACL can forbid on an agent, by the names of Mesos' ACLs, and what each is done to. */
public enum Action {
    GET_ENDPOINTS("paths", "get an endpoint that has no action of its own: the path, without a prefix"),
    VIEW_FLAGS("flags", "see the agent's flags"),
    VIEW_FRAMEWORKS("users", "see frameworks in state, by the user that they run as"),
    VIEW_EXECUTORS("users", "see executors in state, by the user that they run as"),
    VIEW_TASKS("users", "see tasks in state, by the user that they run as"),
    VIEW_ROLES("roles", "see resources that are reserved for a role"),
    VIEW_CONTAINERS("users", "see containers of executors and their nested ones, by the executor's user"),
    VIEW_STANDALONE_CONTAINERS("users", "see standalone containers, by the user that they run as"),
    ACCESS_SANDBOXES("users", "list and read the files of a sandbox, by the user of its container"),
    ACCESS_MESOS_LOGS("logs", "read the agent's log"),
    SET_LOG_LEVEL("level", "change how much the agent logs"),
    PRUNE_IMAGES("images", "remove images that no container uses"),
    MANAGE_IMAGES("images", "fetch, import and remove images by their names"),
    MANAGE_VOLUMES("roles", "remove persistent volumes, by their role"),
    LAUNCH_STANDALONE_CONTAINERS("users", "launch standalone containers, by the user that they are to run as"),
    WAIT_STANDALONE_CONTAINERS("users", "wait for the end of standalone containers"),
    KILL_STANDALONE_CONTAINERS("users", "signal standalone containers"),
    REMOVE_STANDALONE_CONTAINERS("users", "remove what is left of standalone containers"),
    LAUNCH_NESTED_CONTAINERS_AS_USER("users", "launch nested containers, by the user that they are to run as"),
    LAUNCH_NESTED_CONTAINERS_UNDER_PARENT_WITH_USER(
            "users", "launch nested containers, by the user of the container at the top"),
    WAIT_NESTED_CONTAINERS("users", "wait for the end of nested containers"),
    KILL_NESTED_CONTAINERS("users", "signal nested containers"),
    REMOVE_NESTED_CONTAINERS("users", "remove what is left of nested containers"),
    LAUNCH_NESTED_CONTAINER_SESSIONS_AS_USER("users", "start sessions, by the user that they are to run as"),
    LAUNCH_NESTED_CONTAINER_SESSIONS_UNDER_PARENT_WITH_USER(
            "users", "start sessions, by the user of the container at the top"),
    ATTACH_CONTAINERS_INPUT("users", "write to the input of containers"),
    ATTACH_CONTAINERS_OUTPUT("users", "read the output of containers"),
    RUN_TASKS("users", "run tasks of frameworks, by the user that they are to run as");

    private final String objects;
    private final String meaning;

    Action(String objects, String meaning) {
        this.objects = objects;
        this.meaning = meaning;
    }

    /** Its name in the flag {@code --acls}. */
    public String aclName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of an ACL's field that says what the action is done to. */
    public String objectsName() {
        return objects;
    }

    /** A verb phrase for the documentation. */
    public String meaning() {
        return meaning;
    }
}
