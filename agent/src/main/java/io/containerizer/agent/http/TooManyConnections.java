package io.containerizer.agent.http;

import org.eclipse.jetty.io.QuietException;

/** So many that a connection is closed without a word. */
final class TooManyConnections extends RuntimeException implements QuietException {

    private static final long serialVersionUID = 1L;

    TooManyConnections() {
        super("too many connections", null, false, false);
    }
}
