package io.containerizer.agent.api;

import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** Ends a call with a status and a text for the client. Not a fault, so it has no stack trace. */
final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiFailure(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    /** What the engine, or an ACL, says no to. */
    static ApiFailure of(ContainerizerException failure, int status) {
        return new ApiFailure(
                failure.code() == ErrorCode.FORBIDDEN ? 403 : status, String.valueOf(failure.getMessage()));
    }

    Answer answer() {
        return Answer.text(status, String.valueOf(getMessage()));
    }
}
