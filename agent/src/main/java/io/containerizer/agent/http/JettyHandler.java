package io.containerizer.agent.http;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives requests of Jetty a thread of their own. Jetty's threads never wait here. */
final class JettyHandler extends Handler.Abstract.NonBlocking {

    /** What all requests share. */
    record Parts(
            Dispatcher dispatcher,
            Limits limits,
            Connections connections,
            Underway underway,
            Answering answering,
            BodyMemory memory,
            Executor threads,
            AccessLog log) {}

    private final Parts parts;

    JettyHandler(Parts parts) {
        this.parts = parts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ClientEndPoint client = ClientEndPoint.of(request);
        if (!client.timing().beginServing()) {
            EofException why = new EofException("the request came too late");
            client.close(why);
            callback.failed(why);
            return true;
        }
        boolean refused = !parts.underway().begin() || parts.connections().areTooMany();
        parts.threads().execute(new Serving(parts, request, response, callback, client, refused));
        return true;
    }
}
