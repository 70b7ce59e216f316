package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Credentials;
import io.containerizer.agent.auth.Realm;
import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {

    @TempDir
    Path directory;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private TestServer start(Path path) {
        return server.listen(listener(path))
                .route("/caller", request -> Answer.text(200, request.caller().text()))
                .start();
    }

    private static Listener listener(Path path) {
        return new Listener.Unix(path, PosixFilePermissions.fromString("rw-rw----"), Optional.empty());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void callersAreWhomTheKernelSays() throws IOException {
        start(directory.resolve("agent.sock"));
        String user = Files.getOwner(directory).getName();
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/caller").text()).isEqualTo("unix:" + user + "@unix");
        }
    }

    @Test
    void theFileHasItsPermissionsAndIsAloneInItsDirectory() throws IOException {
        Path path = directory.resolve("agent.sock");
        start(path);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(files()).containsExactly(path);
        assertThat(server.address()).isEqualTo(UnixDomainSocketAddress.of(path));
        server.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatADeadAgentLeftIsReplaced() throws IOException {
        Path path = directory.resolve("agent.sock");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(path));
        dead.close();
        assertThat(path).exists();
        start(path);
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/caller").status()).isEqualTo(200);
        }
    }

    @Test
    void anAgentThatLivesIsNotPushedAside() throws IOException {
        Path path = directory.resolve("agent.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> start(path))
                    .isInstanceOf(ContainerizerException.class)
                    .hasMessageContaining("somebody listens at " + path + " already; end the other agent");
            assertThat(files()).containsExactly(path);
        }
    }

    @Test
    void aFileThatIsNoSocketIsNotRemoved() throws IOException {
        Path path = Files.writeString(directory.resolve("agent.sock"), "precious");
        assertThatThrownBy(() -> start(path)).hasMessageContaining("there is a file that is no socket");
        assertThat(path).hasContent("precious");
        assertThat(files()).containsExactly(path);
    }

    @Test
    void aPathThatIsTooLongIsSaid() {
        Path path = directory.resolve("x".repeat(100)).resolve("agent.sock");
        assertThatThrownBy(() -> {
                    Files.createDirectory(path.getParent());
                    start(path);
                })
                .hasMessageContaining("its path is too long; use a directory with a shorter path");
        assertThat(path.getParent()).isEmptyDirectory();
    }

    @Test
    void aGroupThatDoesNotExistIsSaidAndNothingIsLeft() throws IOException {
        Listener.Unix listener = new Listener.Unix(
                directory.resolve("agent.sock"),
                PosixFilePermissions.fromString("rw-rw----"),
                Optional.of("no-such-group"));
        assertThatThrownBy(() -> server.listen(listener).start())
                .hasMessageContaining("listen on the Unix socket")
                .hasMessageContaining("there is no group no-such-group");
        assertThat(files()).isEmpty();
    }

    @Test
    void theAgentsUserNeedsNoPassword() throws IOException {
        Credentials credentials =
                Credentials.parse("{\"credentials\":[{\"principal\":\"a\",\"secret\":\"s\"}]}", "--http_credentials");
        server.authenticator(new Authenticator(Set.of(Realm.READWRITE), credentials, true, System::nanoTime))
                .route(
                        "/private",
                        Realm.READWRITE,
                        request -> Answer.text(200, request.caller().text()))
                .listen(new Listener.Tcp(TestServer.loopback()));
        start(directory.resolve("agent.sock"));
        try (Wire tcp = Wire.to(server.server().addresses().get(0));
                Wire unix = Wire.to(server.server().addresses().get(1))) {
            Wire.Reply refused = tcp.get("/private");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("WWW-Authenticate")).isEqualTo("Basic realm=\"mesos-agent-readwrite\"");
            assertThat(tcp.get("/private", "Authorization: Basic YTpz").text()).startsWith("a@127.0.0.1:");
            assertThat(unix.get("/private").status()).isEqualTo(200);
            assertThat(unix.get("/private", "Authorization: Basic YTpz").text()).isEqualTo("a@unix");
        }
    }

    @Test
    void streamsEndWhenTheirClientsLeave() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        server.route(
                "/s",
                request -> new Answer.Streamed(200, java.util.Map.of(), "a/b", sink -> {
                    sink.whenGone(gone::countDown);
                    gone.await();
                }));
        start(directory.resolve("agent.sock"));
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
