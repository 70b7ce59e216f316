package io.containerizer.agent.http;

/** The other end of a request's connection, until the answer is complete. */
public interface Client {

    /** One that never leaves. */
    Client STAYS = task -> {};

    /**
     * Runs the task once, on a thread of its own, as soon as it is known that the client is gone; at once if it is already. A client
     * that closes only its sending side counts as gone.
     */
    void whenGone(Runnable task);
}
