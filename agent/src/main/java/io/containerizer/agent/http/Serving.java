package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The way of one request, on a thread of its own. */
final class Serving implements Runnable {

    /** What messages of Mesos' processes are answered with if somebody takes them. */
    private static final int ACCEPTED = 202;

    private final JettyHandler.Parts parts;
    private final org.eclipse.jetty.server.Request jetty;
    private final Callback callback;
    private final ClientEndPoint client;
    private final IncomingBody body;
    private final Exchange exchange;
    private final long began = System.nanoTime();

    Serving(
            JettyHandler.Parts parts,
            org.eclipse.jetty.server.Request jetty,
            Response response,
            Callback callback,
            ClientEndPoint client,
            boolean refused) {
        this.parts = parts;
        this.jetty = jetty;
        this.callback = callback;
        this.client = client;
        body = new IncomingBody(jetty, parts.limits(), parts.memory());
        exchange = new Exchange(
                response,
                client,
                new Outgoing(response, client),
                headers(jetty.getHeaders()),
                body,
                jetty.getMethod().equals("HEAD"),
                refused,
                parts.threads());
    }

    @Override
    public void run() {
        try {
            Dispatcher.Decision decision = decide();
            if (decision.after().isZero()) {
                finish(decision.answer());
            } else {
                // nobody waits: the thread ends here, and another sends the answer
                Runnable later = () -> parts.threads().execute(() -> finish(decision.answer()));
                jetty.getComponents()
                        .getScheduler()
                        .schedule(later, decision.after().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (RuntimeException | Error e) {
            parts.log().failed(jetty.getMethod(), jetty.getHttpURI().getPath(), e);
            end(false);
        }
    }

    private Dispatcher.Decision decide() {
        if (exchange.isLast()) {
            return Dispatcher.Decision.now(StatusText.answer(503, Map.of("Retry-After", "1")));
        }
        String path = Optional.ofNullable(jetty.getHttpURI().getPath()).orElse("");
        String query = Optional.ofNullable(jetty.getHttpURI().getQuery()).orElse("");
        SocketAddress from = jetty.getConnectionMetaData().getRemoteSocketAddress();
        String host = from instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "unix";
        String address = from instanceof InetSocketAddress inet ? host + ":" + inet.getPort() : host;
        Caller caller = Caller.unknown(address, client.peer());
        return RequestTarget.parse(path, query)
                .map(target -> parts.dispatcher()
                        .answer(
                                new Request(
                                        jetty.getMethod(),
                                        target.path(),
                                        target.query(),
                                        exchange.headers(),
                                        caller,
                                        body,
                                        client),
                                host))
                .orElseGet(() -> Dispatcher.Decision.now(StatusText.answer(400)));
    }

    private void finish(Answer handlers) {
        boolean complete = false;
        try {
            Answer answer = body.failure().map(why -> failed(why, handlers)).orElse(handlers);
            if (answer.status() != BodyFailure.GONE) {
                complete = parts.answering().send(answer, exchange);
            }
            if (answer.status() == ACCEPTED && Dispatcher.isMessage(jetty.getMethod(), exchange.headers())) {
                client.timing().last();
            }
            parts.log()
                    .ended(jetty.getMethod(), jetty.getHttpURI().getPath(), answer.status(), System.nanoTime() - began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            parts.log().failed(jetty.getMethod(), jetty.getHttpURI().getPath(), e);
        } finally {
            end(complete);
        }
    }

    /** What a body that did not arrive makes of the handler's answer. */
    private Answer failed(BodyFailure why, Answer handlers) {
        if (handlers instanceof Answer.Streamed streamed) {
            parts.threads().execute(() -> Answering.abandon(streamed, parts.threads()));
        }
        return why.status() == BodyFailure.GONE
                ? Answer.empty(BodyFailure.GONE)
                : Answer.text(why.status(), String.valueOf(why.getMessage()));
    }

    private void end(boolean complete) {
        body.finish();
        client.unwatch();
        client.timing().answered();
        parts.underway().end();
        if (complete) {
            callback.succeeded();
        } else {
            EofException why = new EofException("the answer is not complete");
            client.close(why);
            callback.failed(why);
        }
    }

    private static Headers headers(HttpFields fields) {
        Map<String, String> joined = new LinkedHashMap<>();
        for (HttpField field : fields) {
            String value = Optional.ofNullable(field.getValue()).orElse("");
            joined.merge(field.getLowerCaseName(), value, (first, next) -> first + ", " + next);
        }
        return new Headers(joined);
    }
}
