package io.containerizer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.http.HttpServer;
import io.containerizer.agent.http.Limits;
import io.containerizer.agent.http.Listener;
import io.containerizer.agent.http.Service;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Resources;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints behind the real server. */
@Timeout(60)
class EndpointsOverHttpTest {

    @TempDir
    Path top;

    private TestAgent agent;
    private HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serve() {
        agent = new TestAgent(Authorizer.EVERYTHING, top);
        server = new HttpServer(
                List.of(new Listener.Tcp(new InetSocketAddress("127.0.0.1", 0))),
                Limits.DEFAULTS,
                new Service(
                        agent.endpoints().stream().map(Endpoint::route).toList(),
                        Authenticator.open(),
                        Service.NO_PEERS));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<byte[]> get(String target, String... headers) throws Exception {
        int port = ((InetSocketAddress) server.addresses().getFirst()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/version", "/slave(1)/version", "/slave%281%29/version", "/version/", "/version/x"})
    void anEndpointIsFoundByAllItsPaths(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .asString()
                .isEqualTo(Recorded.of("g_version").body());
    }

    @Test
    void metricsOfBothKindsAreFound() throws Exception {
        assertThat(get("/metrics/snapshot").body()).asString().startsWith("{\"containerizer/");
        assertThat(get("/metrics").body()).asString().startsWith("# HELP ");
    }

    @Test
    void aLargeFileArrivesWholeAndInRanges() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Path sandbox = Files.createDirectories(top.resolve("containers/web"));
        Files.write(sandbox.resolve("data"), content);
        agent.engine.add(ContainerId.of("web"), "root", sandbox, Resources.NONE);
        String path = "/files/download?path=/containers/web/data";
        assertThat(get(path).body()).isEqualTo(content);
        HttpResponse<byte[]> part = get(path, "Range", "bytes=299990-");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).isEqualTo(Optional.of("bytes 299990-299999/300000"));
        assertThat(part.body()).hasSize(10);
    }
}
