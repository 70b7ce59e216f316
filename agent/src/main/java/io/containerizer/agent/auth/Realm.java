package io.containerizer.agent.auth;

/** A part of the agent that asks for passwords on its own terms. */
public enum Realm {
    /** Open to all. */
    NONE(""),
    READONLY("mesos-agent-readonly"),
    READWRITE("mesos-agent-readwrite"),
    EXECUTOR("mesos-agent-executor");

    private final String text;

    Realm(String text) {
        this.text = text;
    }

    /** As in {@code WWW-Authenticate}. */
    public String text() {
        return text;
    }
}
