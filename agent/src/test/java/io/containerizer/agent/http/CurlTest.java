package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Credentials;
import io.containerizer.agent.auth.Realm;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool("curl")
class CurlTest {

    @TempDir
    Path directory;

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        Credentials credentials = Credentials.parse(
                "{\"credentials\":[{\"principal\":\"alice\",\"secret\":\"wonder\"}]}", "--http_credentials");
        server.listen(new Listener.Tcp(TestServer.loopback()))
                .listen(new Listener.Unix(
                        directory.resolve("s"), PosixFilePermissions.fromString("rw-------"), Optional.empty()))
                .authenticator(new Authenticator(Set.of(Realm.READWRITE), credentials, false, System::nanoTime))
                .route("/long", request -> Answer.json("[" + "1,".repeat(2000) + "1]"))
                .route(
                        "/private",
                        Realm.READWRITE,
                        request -> Answer.text(200, request.caller().text()))
                .route("/echo", request -> {
                    try {
                        return Answer.text(200, new String(request.body().all(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        return Answer.empty(400);
                    }
                })
                .route(
                        "/stream",
                        request -> new Answer.Streamed(200, Map.of(), "text/plain", sink -> {
                            sink.write(new byte[] {'a'});
                            sink.write(new byte[] {'b'});
                        }))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String curl(String path, String... options) {
        String[] command = new String[options.length + 4];
        command[0] = "curl";
        command[1] = "--silent";
        command[2] = "--show-error";
        System.arraycopy(options, 0, command, 3, options.length);
        command[command.length - 1] = "http://127.0.0.1:" + server.port() + path;
        return Tools.run(command);
    }

    @Test
    void getsCompressedAnswers() {
        assertThat(curl("/long", "--compressed", "--include"))
                .contains("Content-Encoding: gzip")
                .endsWith(",1]");
    }

    @Test
    void logsIn() {
        assertThat(curl("/private", "--include")).startsWith("HTTP/1.1 401 ").endsWith("401 Unauthorized.");
        assertThat(curl("/private", "--user", "alice:wonder")).startsWith("alice@127.0.0.1:");
        assertThat(curl("/private", "--user", "alice:land", "--write-out", "%{http_code}", "--output", "/dev/null"))
                .isEqualTo("401");
    }

    @Test
    void sendsLongBodies() throws IOException {
        Path body = Files.writeString(directory.resolve("body"), "x".repeat(2_000_000));
        assertThat(curl("/echo", "--data-binary", "@" + body, "--header", "Expect: 100-continue"))
                .hasSize(2_000_000);
        assertThat(curl("/echo", "--data-binary", "@" + body, "--header", "Transfer-Encoding: chunked"))
                .hasSize(2_000_000);
    }

    @Test
    void isToldThatABodyIsTooLong() throws IOException {
        Path body = Files.writeString(directory.resolve("body"), "x".repeat(5_000_000));
        assertThat(curl("/echo", "--data-binary", "@" + body)).isEqualTo("the body is longer than 4194304 bytes");
        assertThat(curl("/echo", "--data-binary", "@" + body, "--header", "Expect:"))
                .isEqualTo("the body is longer than 4194304 bytes");
        assertThat(curl("/echo", "--data-binary", "@" + body, "--header", "Expect:", "--http1.0"))
                .isEqualTo("the body is longer than 4194304 bytes");
    }

    @Test
    void readsStreams() {
        assertThat(curl("/stream")).isEqualTo("ab");
        assertThat(curl("/stream", "--http1.0")).isEqualTo("ab");
        assertThat(curl("/stream", "--http2", "--head")).startsWith("HTTP/1.1 200");
    }

    @Test
    void connectsToUnixSockets() {
        assertThat(curl(
                        "/slave(1)/stream",
                        "--unix-socket",
                        directory.resolve("s").toString(),
                        "--globoff"))
                .isEqualTo("ab");
    }
}
