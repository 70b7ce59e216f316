package io.containerizer.agent.api;

import io.containerizer.agent.http.Answer;
import io.containerizer.protocol.mesos.agent.Call;

/** Carries out calls of one type; they have passed the checks that need no knowledge of containers. */
public interface CallHandler {

    /**
     * @throws io.containerizer.api.ContainerizerException what is answered with 500 and its message
     */
    Answer handle(Call call, Exchange exchange);
}
