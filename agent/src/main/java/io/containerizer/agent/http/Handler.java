package io.containerizer.agent.http;

/** Answers requests. Runs on a virtual thread of the request's own, and may block. */
public interface Handler {

    /**
     * @throws io.containerizer.api.ContainerizerException what becomes status 500 with its message
     */
    Answer handle(Request request);
}
