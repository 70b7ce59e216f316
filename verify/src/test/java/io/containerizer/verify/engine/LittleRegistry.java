package io.containerizer.verify.engine;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.containerizer.image.Digest;
import io.containerizer.image.Platform;
import io.containerizer.verify.image.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry on loopback that has one image of one layer, and may be told to stop in the middle of it. */
final class LittleRegistry implements AutoCloseable {

    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final Digest layer;
    private final AtomicInteger halves = new AtomicInteger();
    private volatile CountDownLatch go = new CountDownLatch(0);
    private volatile Optional<String> authorization = Optional.empty();

    /** @param rootfs what the layer has */
    LittleRegistry(Path rootfs) throws IOException, InterruptedException {
        Path tar = Files.createTempFile("layer", ".tar");
        Program.run("tar", "-C", rootfs.toString(), "-cf", tar.toString(), ".");
        byte[] content = Files.readAllBytes(tar);
        Files.delete(tar);
        layer = Digest.of(content);
        byte[] config = json(Map.of(
                "os", "linux",
                "architecture", Platform.host().architecture(),
                "config", Map.of("Cmd", List.of("sh")),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of(layer.toString()))));
        documents.put("blobs/" + layer, content);
        documents.put("blobs/" + Digest.of(config), config);
        documents.put(
                "manifests/1",
                json(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MANIFEST_TYPE,
                        "config",
                        descriptor("application/vnd.oci.image.config.v1+json", config),
                        "layers",
                        List.of(descriptor("application/vnd.oci.image.layer.v1.tar", content)))));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v2/little/", this::answer);
        server.start();
    }

    private static byte[] json(Map<String, Object> document) {
        return new Gson().toJson(document).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> descriptor(String type, byte[] content) {
        return Map.of(
                "mediaType",
                type,
                "size",
                content.length,
                "digest",
                Digest.of(content).toString());
    }

    /** The reference of the image. */
    String image() {
        return authority() + "/little:1";
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on only half of the layer comes, until {@link #goOn}. */
    void stopHalfway() {
        go = new CountDownLatch(1);
    }

    void goOn() {
        go.countDown();
    }

    /** How often it has stopped. */
    int halves() {
        return halves.get();
    }

    /** From now on nobody else is let in. */
    void lock(String user, String password) {
        authorization = Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization.isPresent() && !authorization.get().equals(sent)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"little\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String name = exchange.getRequestURI().getPath().substring("/v2/little/".length());
            byte[] document = documents.get(name);
            if (document == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", MANIFEST_TYPE);
            exchange.sendResponseHeaders(200, document.length);
            send(document, name.endsWith(layer.toString()), exchange.getResponseBody());
        }
    }

    private void send(byte[] document, boolean isLayer, OutputStream to) throws IOException {
        int half = document.length / 2;
        to.write(document, 0, half);
        to.flush();
        CountDownLatch until = go;
        if (isLayer && until.getCount() > 0) {
            halves.incrementAndGet();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        to.write(document, half, document.length - half);
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
        threads.shutdownNow();
    }
}
