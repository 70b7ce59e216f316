package io.containerizer.agent.http;

import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Response;

/**
 * What an answer is sent with.
 *
 * @param isHead whether the answer has fields only
 * @param isLast whether the connection is closed after it
 * @param threads where tasks of clients that are gone run
 */
record Exchange(
        Response response,
        ClientEndPoint client,
        Outgoing outgoing,
        Headers headers,
        IncomingBody body,
        boolean isHead,
        boolean isLast,
        Executor threads) {}
