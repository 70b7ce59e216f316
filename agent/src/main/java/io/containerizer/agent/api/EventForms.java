package io.containerizer.agent.api;

import com.google.protobuf.Message;
import io.containerizer.agent.http.Request;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageFormat;
import java.io.IOException;
import java.util.Optional;

/**
 * In which forms a call of a program that subscribes arrives, and the events of its subscription go.
 *
 * @param request of the call
 * @param answer of the events
 */
public record EventForms(MessageFormat request, MessageFormat answer) {

    /** @throws ApiFailure 405, 400, 415 or 406, in this order */
    public static EventForms of(Request request) {
        if (!request.method().equals("POST")) {
            throw new ApiFailure(405, "Expecting one of { 'POST' }, but received '" + request.method() + "'");
        }
        String type = request.headers()
                .find("Content-Type")
                .orElseThrow(() -> new ApiFailure(400, "Expecting 'Content-Type' to be present"));
        String both = Forms.JSON.mediaType() + " or " + Forms.PROTOBUF.mediaType();
        MessageFormat format =
                Forms.of(type).orElseThrow(() -> new ApiFailure(415, "Expecting 'Content-Type' of " + both));
        Optional<MessageFormat> answer = Forms.accepted(request.headers().find("Accept"));
        return new EventForms(
                format, answer.orElseThrow(() -> new ApiFailure(406, "Expecting 'Accept' to allow " + both)));
    }

    /** @throws ApiFailure 400 */
    public <T extends Message> T read(Request received, T prototype) {
        try {
            return request.read(received.body().all(), prototype);
        } catch (IOException e) {
            throw new ApiFailure(400, "Failed to read the body: " + e.getMessage());
        } catch (ContainerizerException e) {
            throw new ApiFailure(400, "Failed to parse body into Call: " + e.getMessage());
        }
    }
}
