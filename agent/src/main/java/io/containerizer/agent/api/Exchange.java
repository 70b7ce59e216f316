package io.containerizer.agent.api;

import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.Map;
import java.util.Optional;

/**
 * A call's surroundings.
 *
 * @param request that it came in
 * @param forms in which it came, and its answer goes
 * @param records what else comes of a call that is a stream
 */
public record Exchange(Request request, Negotiation forms, Optional<CallRecords> records) {

    public Caller caller() {
        return request.caller();
    }

    public Answer answer(Response response) {
        MessageFormat format = forms.answer();
        return new Answer.Whole(200, Map.of(), format.mediaType(), format.write(response));
    }
}
