package io.containerizer.agent.http;

/** Where a streamed answer goes. */
public interface Sink {

    /**
     * Sends a piece at once; waits while the client is slow, so nothing piles up.
     *
     * @return false when the client is gone, or took nothing for too long: no more will arrive
     */
    boolean write(byte[] piece);

    /** Runs the task once, as soon as it is known that the client is gone; at once if it is already. */
    void whenGone(Runnable task);
}
