package io.containerizer.agent.answer;

import io.containerizer.agent.http.Answer;
import java.util.Map;

/** Answers whose text is only their status, as Mesos has them. */
public final class StatusAnswer {

    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int UNAVAILABLE = 503;

    private static final Map<Integer, String> REASONS = Map.of(
            FORBIDDEN, "Forbidden",
            NOT_FOUND, "Not Found",
            METHOD_NOT_ALLOWED, "Method Not Allowed",
            UNAVAILABLE, "Service Unavailable");

    private StatusAnswer() {}

    /** @param status one of those above */
    public static Answer of(int status) {
        return Answer.text(status, status + " " + REASONS.getOrDefault(status, "Error") + ".");
    }
}
