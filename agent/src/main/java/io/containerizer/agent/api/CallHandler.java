package io.containerizer.agent.api;

import io.containerizer.agent.http.Answer;
import io.containerizer.protocol.mesos.agent.Call;

/** Carries out calls of one type; they have passed the checks that need no knowledge of containers. */
interface CallHandler {

    /**
     * @throws io.containerizer.api.ContainerizerException what the caller of this turns into a status and a text
     */
    Answer handle(Call call, Exchange exchange);
}
