package io.containerizer.agent.api;

import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.http.Answer;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.Map;

/**
 * What a call and its answer have around them.
 *
 * @param format how the answer is written, or the records of a streamed one
 * @param framed whether the answer's type is RecordIO
 */
record Exchange(Caller caller, MessageFormat format, boolean framed) {

    Answer answer(Response response) {
        return new Answer.Whole(200, Map.of(), format.mediaType(), format.write(response));
    }
}
