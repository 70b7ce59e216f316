package io.containerizer.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A registry on loopback, with the one image that {@code build/training-image.sh} made. */
final class TrainingRegistry implements AutoCloseable {

    private static final String REPOSITORY = "/v2/training/";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Path documents;
    private final HttpServer server;

    TrainingRegistry(Path documents) throws IOException {
        this.documents = documents;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(REPOSITORY, this::answer);
        server.start();
    }

    /** The reference of the image. */
    String image() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/training:1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path document = documents.resolve(exchange.getRequestURI().getPath().substring(REPOSITORY.length()));
            if (Files.isRegularFile(document)) {
                exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
                exchange.sendResponseHeaders(OK, Files.size(document));
                Files.copy(document, exchange.getResponseBody());
            } else {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
