package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {

    @TempDir
    static Path directory;

    private static Certificates own;
    private static Certificates ofAnother;

    @BeforeAll
    static void keys() throws Exception {
        own = Certificates.create(Files.createDirectory(directory.resolve("own")), "ip:127.0.0.1");
        ofAnother = Certificates.create(Files.createDirectory(directory.resolve("other")), "dns:other.test");
    }

    private static RegistrySettings settings(FakeRegistry registry) {
        return RegistrySettings.DEFAULT.withDefaultRegistry(registry.address());
    }

    @Test
    void trustsAnAuthorityItWasGiven() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encrypted(own.context());
                Client client = new Client(settings(registry).withAuthorities(List.of(own.certificate())))) {
            FakeImage image = FakeImage.small().in(registry, "app", "1");
            assertThat(client.find("app:1").manifest()).isEqualTo(image.digest());
            assertThat(client.find(registry.authority() + "/app:1").manifest())
                    .as("the scheme of the flag counts for references that name the same registry")
                    .isEqualTo(image.digest());
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encrypted(own.context());
                Client client = new Client(settings(registry).withAuthorities(List.of(ofAnother.certificate())))) {
            ContainerizerException failure = client.failure("app:1");
            assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
            assertThat(failure).hasMessageContainingAll(registry.address() + " is not trusted", "--docker_registry_ca");
            assertThat(client.pauses).isEmpty();
        }
    }

    @Test
    void wantsTheCertificateToBeThatOfTheHost() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encrypted(ofAnother.context());
                Client client = new Client(settings(registry).withAuthorities(List.of(ofAnother.certificate())))) {
            assertThat(client.failure("app:1"))
                    .hasMessageContainingAll(
                            registry.address() + " is not trusted", "127.0.0.1", "another certificate");
        }
    }

    @Test
    void saysThatARegistryDoesNotEncrypt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client client = new Client(
                        RegistrySettings.DEFAULT.withDefaultRegistry("https://127.0.0.1:" + server.getLocalPort()))) {
            Thread.startVirtualThread(() -> answerWithoutEncryption(server));
            assertThat(client.failure("app:1"))
                    .hasMessageContainingAll("answers without encryption", "--docker_registry_insecure");
            assertThat(client.pauses).isEmpty();
        }
    }

    /** Whatever comes first, as servers do that expect a line of text. */
    private static void answerWithoutEncryption(ServerSocket server) {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write(answer);
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                }
            } catch (IOException e) {
                continue; // the client hung up, or the test has ended
            }
        }
    }

    @Test
    void saysThatARegistryEncrypts() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encrypted(own.context());
                Client client = new Client()) {
            ContainerizerException failure = client.failure(registry.authority() + "/app:1");
            assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
            assertThat(failure).hasMessageContaining("http://" + registry.authority());
        }
    }

    @Test
    void neverGivesUpEncryptionInARedirect() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encrypted(own.context());
                FakeRegistry store = FakeRegistry.plain();
                Client client = new Client(settings(registry).withAuthorities(List.of(own.certificate())))) {
            FakeImage image = FakeImage.small().in(registry, "app", "1");
            String blob = "app/blobs/" + Digest.of(image.layer());
            store.put(blob, "application/octet-stream", image.layer());
            registry.script(blob, FakeRegistry.redirect(store.address() + "/v2/" + blob + "?signature=hunter2"));
            Image found = client.find("app:1");
            assertThatThrownBy(() -> client.layer("app:1", found, 0))
                    .hasMessageContainingAll(store.address(), "encryption is not given up")
                    .hasMessageNotContaining("hunter2");
            assertThat(store.asked("")).isEmpty();
        }
    }

    @Test
    void saysWhichFileIsNoCertificate() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "nothing");
        Path missing = directory.resolve("missing");
        for (Path file : List.of(text, missing)) {
            assertThatThrownBy(() -> Trust.context(List.of(file), Optional.empty()))
                    .isInstanceOf(ContainerizerException.class)
                    .hasMessageContainingAll("--docker_registry_ca", file.toString());
        }
        ClientCertificate noKey = new ClientCertificate(own.certificate(), text);
        assertThatThrownBy(() -> Trust.context(List.of(), Optional.of(noKey)))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContainingAll("PKCS #8", text.toString());
    }

    @Test
    void showsItsCertificateToThoseWhoWantOne() throws Exception {
        try (FakeRegistry registry = FakeRegistry.encryptedForSome(own.context())) {
            FakeImage image = FakeImage.small().in(registry, "app", "1");
            RegistrySettings settings = settings(registry).withAuthorities(List.of(own.certificate()));
            try (Client client = new Client(settings.withClient(new ClientCertificate(own.certificate(), own.key())))) {
                assertThat(client.find("app:1").manifest()).isEqualTo(image.digest());
            }
            try (Client client = new Client(settings)) {
                assertThat(client.failure("app:1")).hasMessageContaining(registry.address());
            }
        }
    }

    @Test
    void usesNoEncryptionWhereItWasToldSo() {
        Endpoint told = Endpoint.of("registry.test:5000", Set.of("registry.test:5000"));
        assertThat(told).hasToString("http://registry.test:5000");
        assertThat(Endpoint.of("registry.test:5000", Set.of())).hasToString("https://registry.test:5000");
    }
}
