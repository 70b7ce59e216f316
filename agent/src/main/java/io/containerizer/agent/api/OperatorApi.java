package io.containerizer.agent.api;

import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.agent.Call;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** {@code POST /api/v1}: reads a call, checks it in the order that Mesos does, and hands it to who carries it out. */
public final class OperatorApi implements Handler {

    private static final System.Logger LOG = System.getLogger(OperatorApi.class.getName());

    private static final Set<Call.Type> STREAMED =
            Set.of(Call.Type.ATTACH_CONTAINER_OUTPUT, Call.Type.LAUNCH_NESTED_CONTAINER_SESSION);

    private final BooleanSupplier recovered;
    private final Map<Call.Type, CallHandler> handlers;

    /**
     * @param recovered whether the agent knows its containers again
     * @param handlers of all types but ATTACH_CONTAINER_INPUT calls arrive whole
     */
    public OperatorApi(BooleanSupplier recovered, Map<Call.Type, CallHandler> handlers) {
        this.recovered = recovered;
        this.handlers = Map.copyOf(handlers);
    }

    @Override
    public Answer handle(Request request) {
        try {
            return answer(request);
        } catch (ApiFailure e) {
            return e.answer();
        }
    }

    private Answer answer(Request request) {
        if (!recovered.getAsBoolean()) {
            throw new ApiFailure(503, "Agent has not finished recovery");
        }
        if (!request.method().equals("POST")) {
            Answer.Whole refusal =
                    Answer.text(405, "Expecting one of { 'POST' }, but received '" + request.method() + "'");
            return new Answer.Whole(405, Map.of("Allow", "POST"), refusal.contentType(), refusal.body());
        }
        Negotiation forms = Negotiation.of(request.headers());
        Optional<CallRecords> records = forms.requestFramed() ? Optional.of(records(request, forms)) : Optional.empty();
        Exchange exchange = new Exchange(request, forms, records);
        Call call = records.isPresent() ? first(records.get()) : whole(request, forms);
        checkForms(call.getType(), forms);
        if (call.getType() == Call.Type.UNKNOWN) {
            throw new ApiFailure(501, "Not Implemented: the type of the call is UNKNOWN");
        }
        CallHandler handler = handlers.get(call.getType());
        if (handler == null) {
            throw new ApiFailure(501, "Not Implemented: this agent has no " + call.getType());
        }
        return carryOut(handler, call, exchange);
    }

    private static Answer carryOut(CallHandler handler, Call call, Exchange exchange) {
        try {
            return handler.handle(call, exchange);
        } catch (InvalidPathException e) { // in a locale without UTF-8 not every name can be a file's
            throw new ApiFailure(400, "A name in the call cannot be the name of a file here: " + e.getReason());
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> call.getType() + " failed: " + e.getMessage());
            throw ApiFailure.of(e, 500);
        }
    }

    private static Call whole(Request request, Negotiation forms) {
        byte[] body;
        try {
            body = request.body().all();
        } catch (IOException e) {
            throw unreadable(e);
        }
        return Validation.check(parse(forms, body));
    }

    static Call parse(Negotiation forms, byte[] message) {
        try {
            return forms.request().read(message, Call.getDefaultInstance());
        } catch (ContainerizerException e) {
            throw new ApiFailure(400, "Failed to parse body into Call: " + e.getMessage());
        }
    }

    private static CallRecords records(Request request, Negotiation forms) {
        try {
            return new CallRecords(forms, request.body().stream());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Call first(CallRecords records) {
        try {
            return records.next().orElseThrow(() -> new ApiFailure(400, "Received EOF while reading request body"));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Nobody is there any more to read this. */
    private static ApiFailure unreadable(IOException e) {
        return new ApiFailure(400, "Failed to read the body: " + e.getMessage());
    }

    private static void checkForms(Call.Type type, Negotiation forms) {
        boolean input = type == Call.Type.ATTACH_CONTAINER_INPUT;
        if (forms.requestFramed() != input) {
            throw new ApiFailure(
                    415,
                    input
                            ? "Expecting 'Content-Type' of application/recordio for " + type
                            : "Streaming is not supported for " + type + " calls");
        }
        if (forms.answerFramed() && !STREAMED.contains(type)) {
            throw new ApiFailure(406, "Streaming response is not supported for " + type + " calls");
        }
    }
}
