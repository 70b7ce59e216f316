package io.containerizer.image.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.containerizer.image.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A registry on this machine that serves what it is given, and misbehaves on demand. */
final class FakeRegistry implements AutoCloseable {

    /** One answer. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** What was asked for. */
    record Asked(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A stored document or blob. */
    private record Stored(String type, byte[] content) {}

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-");

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final Map<String, Queue<Behaviour>> scripts = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private FakeRegistry(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static FakeRegistry plain() {
        try {
            return new FakeRegistry(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakeRegistry encrypted(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new FakeRegistry(server, "https");
    }

    /** One that wants to see a certificate. */
    static FakeRegistry encryptedForSome(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        return new FakeRegistry(server, "https");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String address() {
        return scheme + "://" + authority();
    }

    /** Under {@code /v2/PATH}. */
    void put(String path, String type, byte[] content) {
        stored.put("/v2/" + path, new Stored(type, content));
    }

    /** The next requests whose path contains {@code part} are answered so, one after the other; those after them as usual. */
    void script(String part, Behaviour... behaviours) {
        scripts.computeIfAbsent(part, p -> new ConcurrentLinkedQueue<>()).addAll(Arrays.asList(behaviours));
    }

    /** All requests whose path contains {@code part}. */
    List<Asked> asked(String part) {
        return asked.stream().filter(a -> a.path.contains(part)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(new Asked(path, Map.copyOf(exchange.getRequestHeaders()), new String(body, StandardCharsets.UTF_8)));
        try (exchange) {
            for (Map.Entry<String, Queue<Behaviour>> script : scripts.entrySet()) {
                Behaviour next =
                        path.contains(script.getKey()) ? script.getValue().poll() : null;
                if (next != null) {
                    next.answer(exchange);
                    return;
                }
            }
            serve(exchange, true);
        }
    }

    /** The usual answer. */
    void serve(HttpExchange exchange, boolean ranges) throws IOException {
        Stored found = stored.get(exchange.getRequestURI().getPath());
        if (found == null) {
            String code =
                    exchange.getRequestURI().getPath().contains("/manifests/") ? "MANIFEST_UNKNOWN" : "BLOB_UNKNOWN";
            error(404, code, "not here").answer(exchange);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", found.type);
        if (exchange.getRequestURI().getPath().contains("/manifests/")) {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(found.content).toString());
        }
        send(exchange, found.content, ranges, Integer.MAX_VALUE);
    }

    private static void send(HttpExchange exchange, byte[] content, boolean ranges, int most) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher from = RANGE.matcher(range == null ? "" : range);
        int offset = ranges && from.matches() ? Integer.parseInt(from.group(1)) : 0;
        if (offset > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + offset + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - offset;
        exchange.sendResponseHeaders(offset > 0 ? 206 : 200, length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        out.write(content, offset, Math.min(length, most));
        out.flush();
    }

    /** As usual, but the connection breaks after so many bytes of the body. */
    Behaviour cut(int bytes) {
        return exchange -> send(exchange, stored.get(exchange.getRequestURI().getPath()).content, true, bytes);
    }

    /** As a server that knows no ranges. */
    Behaviour withoutRanges() {
        return exchange -> serve(exchange, false);
    }

    /** Part of the body, then nothing until the end of the test. */
    Behaviour stalled(int bytes) {
        return exchange -> {
            cut(bytes).answer(exchange);
            awaitClose();
        };
    }

    /** Not even a status until the end of the test. */
    Behaviour silent() {
        return exchange -> awaitClose();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Behaviour status(int status, String type, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Behaviour error(int status, String code, String message, String... headers) {
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"detail\":null}]}";
        return status(status, "application/json", body, headers);
    }

    static Behaviour redirect(String to) {
        return status(307, "text/plain", "", "Location", to);
    }

    /** The same so many times. */
    static Behaviour[] times(int count, Behaviour behaviour) {
        Behaviour[] all = new Behaviour[count];
        Arrays.fill(all, behaviour);
        return all;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
