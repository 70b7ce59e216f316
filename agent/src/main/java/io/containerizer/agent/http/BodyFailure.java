package io.containerizer.agent.http;

import java.io.IOException;

/** Why a body was not received; the status it is answered with, whatever the handler makes of it. */
final class BodyFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** The client is gone: no answer will reach it. */
    static final int GONE = 0;

    private final int status;

    BodyFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
