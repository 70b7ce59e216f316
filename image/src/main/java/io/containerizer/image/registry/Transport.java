package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends single requests, and waits for no peer longer than agreed. It follows no redirects and knows no credentials. */
final class Transport implements AutoCloseable {

    private final HttpClient client;
    private final Duration connect;
    private final Duration stall;

    /** @param client must not follow redirects */
    Transport(HttpClient client, Duration connect, Duration stall) {
        this.client = client;
        this.connect = connect;
        this.stall = stall;
    }

    Answer get(URI uri, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    Answer postForm(URI uri, String form) throws IOException {
        return send(HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .build());
    }

    private Answer send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<BodyStream>> sent = client.sendAsync(request, headers -> new BodyStream(stall));
        try {
            HttpResponse<BodyStream> response = sent.get(connect.plus(stall).toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(request.uri(), response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new StalledException(stall);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContainerizerException ours) {
                throw ours; // about the environment's proxies
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
