package io.containerizer.agent.http;

/** Where a streamed answer goes. */
public interface Sink extends Client {

    /**
     * Sends a piece at once, whole and in order also when several threads send; waits while the client is slow, so nothing
     * piles up.
     *
     * @return false when the client is gone, or took nothing for too long: no more will arrive
     */
    boolean write(byte[] piece);
}
