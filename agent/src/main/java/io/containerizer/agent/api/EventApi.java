package io.containerizer.agent.api;

import com.google.protobuf.Message;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageFormat;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** An API of programs that subscribe to events: their calls arrive one by one, as JSON or protobuf. */
public abstract class EventApi<C extends Message> implements Handler {

    private final C prototype;
    private final BooleanSupplier recovered;

    /** @param recovered whether the agent knows again what it has */
    protected EventApi(C prototype, BooleanSupplier recovered) {
        this.prototype = prototype;
        this.recovered = recovered;
    }

    /**
     * @param events the form in which a subscriber takes them
     * @throws RuntimeException made by {@link #refusal}
     */
    protected abstract Answer answer(Request request, C call, MessageFormat events);

    /** What ends a call with a status and a text, when it is thrown. */
    protected static RuntimeException refusal(int status, String text) {
        return new ApiFailure(status, text);
    }

    @Override
    public final Answer handle(Request request) {
        try {
            if (!recovered.getAsBoolean()) {
                throw refusal(503, "Agent has not finished recovery");
            }
            if (!request.method().equals("POST")) {
                throw refusal(405, "Expecting one of { 'POST' }, but received '" + request.method() + "'");
            }
            String type = request.headers()
                    .find("Content-Type")
                    .orElseThrow(() -> refusal(400, "Expecting 'Content-Type' to be present"));
            String both = Forms.JSON.mediaType() + " or " + Forms.PROTOBUF.mediaType();
            MessageFormat format =
                    Forms.of(type).orElseThrow(() -> refusal(415, "Expecting 'Content-Type' of " + both));
            MessageFormat events = Forms.accepted(request.headers().find("Accept"))
                    .orElseThrow(() -> refusal(406, "Expecting 'Accept' to allow " + both));
            return answer(request, read(request, format), events);
        } catch (ApiFailure e) {
            return e.answer();
        }
    }

    private C read(Request request, MessageFormat format) {
        try {
            return format.read(request.body().all(), prototype);
        } catch (IOException e) {
            throw refusal(400, "Failed to read the body: " + e.getMessage());
        } catch (ContainerizerException e) {
            throw refusal(400, "Failed to parse body into Call: " + e.getMessage());
        }
    }
}
