package io.containerizer.agent.manage;

import com.google.gson.JsonParseException;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** How requests are read and answered here: records as JSON objects, failures as the records that they are. */
final class Replies {

    private static final String JSON = "application/json";

    private final BooleanSupplier recovered;

    /** @param recovered whether the agent knows its containers again */
    Replies(BooleanSupplier recovered) {
        this.recovered = recovered;
    }

    /** For what only looks. */
    Handler get(Handler handler) {
        return request -> request.method().equals("GET") || request.method().equals("HEAD")
                ? answer(handler, request)
                : notAllowed("GET", request);
    }

    /**
     * For what changes something. A page of another site can make a browser send requests, but none with such a type
     * without asking first.
     *
     * @param type of the body, even of an empty one
     */
    Handler post(String type, Handler handler) {
        return request -> {
            if (!request.method().equals("POST")) {
                return notAllowed("POST", request);
            }
            String given = request.headers().find("Content-Type").orElse("");
            int semicolon = given.indexOf(';');
            if (!(semicolon < 0 ? given : given.substring(0, semicolon)).strip().equals(type)) {
                return failed(415, invalid("Content-Type", "it has to be " + type));
            }
            return answer(handler, request);
        };
    }

    Handler post(Handler handler) {
        return post(JSON, handler);
    }

    private static Answer notAllowed(String method, Request request) {
        Answer.Whole plain = failed(405, invalid(request.path(), "it takes only " + method));
        return new Answer.Whole(405, Map.of("Allow", method), plain.contentType(), plain.body());
    }

    private Answer answer(Handler handler, Request request) {
        if (!recovered.getAsBoolean()) {
            return failed(
                    503,
                    ContainerizerException.of(
                            ErrorCode.UNREACHABLE, "ask the agent", "", "it does not know its containers yet"));
        }
        try {
            return handler.handle(request);
        } catch (ContainerizerException e) {
            return failed(status(e.code()), e);
        }
    }

    private static Answer.Whole failed(int status, ContainerizerException e) {
        return new Answer.Whole(status, Map.of(), JSON, bytes(RecordJson.write(Failure.of(e))));
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_ID, INVALID_FLAG, INVALID_SPEC, INVALID_MESSAGE, INVALID_IMAGE, UNKNOWN_ISOLATOR -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND, IMAGE_NOT_FOUND -> 404;
            case ALREADY_EXISTS, STILL_RUNNING, NOT_RUNNING, IMAGE_IN_USE, VOLUME_IN_USE -> 409;
            default -> 500;
        };
    }

    static Answer json(Record record) {
        return new Answer.Whole(200, Map.of(), JSON, bytes(RecordJson.write(record)));
    }

    /** For people, too. */
    static Answer indented(Record record) {
        return new Answer.Whole(200, Map.of(), JSON, bytes(RecordJson.write(record, true)));
    }

    /** @throws ContainerizerException INVALID_MESSAGE, or what the record itself says */
    static <T extends Record> T body(Class<T> type, Request request) {
        try {
            return RecordJson.read(type, new String(request.body().all(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw invalid("request", String.valueOf(e.getMessage()));
        } catch (JsonParseException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ContainerizerException own) {
                    throw own;
                }
            }
            throw invalid("request", text(e));
        }
    }

    private static String text(JsonParseException e) {
        return e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
    }

    /** @throws ContainerizerException INVALID_MESSAGE when it is missing */
    static String parameter(Request request, String name) {
        return request.parameter(name).orElseThrow(() -> invalid("parameter " + name, "it is missing"));
    }

    static boolean toggle(Request request, String name) {
        return request.parameter(name).map("true"::equals).orElse(false);
    }

    private static ContainerizerException invalid(String what, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_MESSAGE, "read", what, why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
