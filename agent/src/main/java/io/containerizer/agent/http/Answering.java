package io.containerizer.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;

/** Turns answers into what Jetty sends. */
final class Answering {

    /** Bodies shorter than this are sent as they are. */
    private static final int LEAST_COMPRESSED = 1024;

    /** How long a client may go on sending a body that nobody wants before the connection is closed. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Semaphore streams;

    Answering(int streams) {
        this.streams = new Semaphore(streams);
    }

    /**
     * Sends the answer.
     *
     * @return false if the client did not get all of it: the connection has to be closed
     */
    boolean send(Answer answer, Exchange exchange) throws InterruptedException {
        boolean complete = switch (answer) {
            case Answer.Whole whole -> whole(whole, exchange);
            case Answer.Streamed streamed -> streamed(streamed, exchange);
        };
        boolean more = !exchange.body().consume();
        exchange.body().finish();
        if (complete && more && exchange.headers().find("Expect").isEmpty()) {
            exchange.body().drain(LINGER);
        }
        return complete;
    }

    /** Lets a source that gets no client clean up. */
    static void abandon(Answer.Streamed answer, Executor threads) {
        try {
            answer.source().writeTo(new GoneSink(threads));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean whole(Answer.Whole answer, Exchange exchange) {
        byte[] body = answer.body();
        Response response = begin(answer, answer.contentType(), exchange);
        if (body.length >= LEAST_COMPRESSED && !response.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
            if (AcceptedEncodings.gzip(exchange.headers())) {
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
                body = gzip(body);
            }
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        return exchange.outgoing().send(body, true);
    }

    private boolean streamed(Answer.Streamed answer, Exchange exchange) throws InterruptedException {
        if (!streams.tryAcquire()) {
            exchange.threads().execute(() -> abandon(answer, exchange.threads()));
            return whole(StatusText.answer(503, Map.of("Retry-After", "1")), exchange);
        }
        try {
            return stream(answer, exchange);
        } finally {
            streams.release();
        }
    }

    private boolean stream(Answer.Streamed answer, Exchange exchange) throws InterruptedException {
        Response response = begin(answer, answer.contentType(), exchange);
        if (exchange.outgoing().isChunked()) {
            // also where the connection ends with the answer: a part of it cannot be mistaken for the whole
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        if (exchange.isHead()) {
            exchange.threads().execute(() -> abandon(answer, exchange.threads()));
            return exchange.outgoing().send(new byte[0], true);
        }
        ClientEndPoint client = exchange.client();
        client.watch();
        // the source runs even if the client is gone by now: it may have to clean up
        boolean begun = exchange.outgoing().send(new byte[0], false);
        client.whenGone(() -> client.close(new EofException("the client is gone")));
        StreamSink sink = new StreamSink(exchange.outgoing(), client);
        try {
            answer.source().writeTo(sink);
        } finally {
            sink.end();
        }
        return begun && !client.isGone() && exchange.outgoing().send(new byte[0], true);
    }

    private static Response begin(Answer answer, String contentType, Exchange exchange) {
        Response response = exchange.response();
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Optional.of(contentType)
                .filter(type -> !type.isEmpty())
                .ifPresent(type -> response.getHeaders().put(HttpHeader.CONTENT_TYPE, type));
        // what is streamed may depend on what is still to be read
        boolean all = answer instanceof Answer.Whole
                ? exchange.body().consume()
                : exchange.body().hasEnded();
        if (!all || exchange.isLast()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        return response;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
