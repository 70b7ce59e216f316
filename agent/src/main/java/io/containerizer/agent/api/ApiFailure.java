package io.containerizer.agent.api;

import io.containerizer.agent.http.Answer;

/** Ends a call with a status and a text for the client. Not a fault, so it has no stack trace. */
final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiFailure(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.text(status, String.valueOf(getMessage()));
    }
}
