package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool("openssl")
class TlsTest {

    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    static Path directory;

    private final TestServer server = new TestServer();
    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void makeCertificate() {
        certificate = directory.resolve("cert.pem");
        key = directory.resolve("key.pem");
        if (!Files.exists(certificate)) {
            Tools.run(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-keyout",
                    key.toString(),
                    "-out",
                    certificate.toString(),
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1");
            Tools.run(
                    "openssl",
                    "pkcs12",
                    "-export",
                    "-in",
                    certificate.toString(),
                    "-inkey",
                    key.toString(),
                    "-out",
                    directory.resolve("store.p12").toString(),
                    "-passout",
                    "pass:secret");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestServer start(TlsIdentity identity, ClientCertificates clients) {
        return server.listen(new Listener.Tls(TestServer.loopback(), identity, clients))
                .route("/hello", request -> Answer.text(200, "hello"))
                .route("/huge", request -> Answer.text(200, "y".repeat(3_000_000)))
                .start();
    }

    private TlsIdentity pem() {
        return new TlsIdentity.Pem(certificate, key, Optional.of(certificate));
    }

    private Wire connect(boolean withCertificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] own = {};
        if (withCertificate) {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(directory.resolve("store.p12").toFile(), PASSWORD), PASSWORD);
            own = keys.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        return Wire.over(socket);
    }

    @Test
    void requestsAndLongAnswersGoThrough() throws Exception {
        start(pem(), ClientCertificates.NONE);
        try (Wire wire = connect(false)) {
            assertThat(wire.get("/hello").text()).isEqualTo("hello");
            assertThat(wire.get("/huge").body()).hasSize(3_000_000);
            assertThat(wire.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void aKeystoreWillDo() throws Exception {
        start(
                new TlsIdentity.Keystore(directory.resolve("store.p12"), "secret", Optional.empty()),
                ClientCertificates.NONE);
        try (Wire wire = connect(false)) {
            assertThat(wire.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void streamsArriveAndEndWhenTheClientLeaves() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        server.route(
                "/s",
                request -> new Answer.Streamed(200, Map.of(), "a/b", sink -> {
                    sink.whenGone(gone::countDown);
                    sink.write(new byte[] {'a'});
                    gone.await();
                }));
        start(pem(), ClientCertificates.NONE);
        try (Wire wire = connect(false)) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            assertThat(wire.chunkText()).isEqualTo("a");
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void clientsMayHaveToShowACertificate() throws Exception {
        start(pem(), ClientCertificates.REQUIRED);
        try (Wire wire = connect(true)) {
            assertThat(wire.get("/hello").text()).isEqualTo("hello");
        }
        assertThatThrownBy(() -> {
                    try (Wire wire = connect(false)) {
                        wire.get("/hello");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void clientsMayShowNone() throws Exception {
        start(pem(), ClientCertificates.WANTED);
        try (Wire with = connect(true);
                Wire without = connect(false)) {
            assertThat(with.get("/hello").text()).isEqualTo("hello");
            assertThat(without.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void whatIsNoTlsIsNotAnsweredAndTheServerGoesOn() throws Exception {
        start(pem(), ClientCertificates.NONE);
        try (Wire plain = server.connect()) {
            plain.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(plain.rest()).doesNotContain("HTTP");
        }
        try (Wire wire = connect(false)) {
            assertThat(wire.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void aHandshakeThatDoesNotComeToAnEndIsCutOff() throws Exception {
        server.limits(TestServer.patience(Duration.ofMillis(300)));
        start(pem(), ClientCertificates.NONE);
        try (Wire wire = server.connect()) {
            // the head of a record of which the rest never comes
            wire.send(new byte[] {0x16, 3, 1, 2, 0, 1});
            assertThat(wire.rest()).doesNotContain("HTTP");
        }
    }

    @Test
    void opensslUnderstandsIt() {
        start(pem(), ClientCertificates.NONE);
        String output = Tools.runWith(
                "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "openssl",
                "s_client",
                "-quiet",
                "-verify_return_error",
                "-CAfile",
                certificate.toString(),
                "-connect",
                "127.0.0.1:" + server.port());
        assertThat(output).contains("HTTP/1.1 200 OK").endsWith("hello");
        assertThat(Tools.tryWith("", "openssl", "s_client", "-tls1_1", "-connect", "127.0.0.1:" + server.port()))
                .isNotZero();
    }

    @Test
    void keysAndCertificatesThatCannotBeUsedAreSaid() throws IOException {
        Path other = directory.resolve("other.pem");
        Tools.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", other.toString());
        assertThatThrownBy(() -> TlsContexts.of(
                        new TlsIdentity.Pem(certificate, other, Optional.empty()), ClientCertificates.NONE))
                .isInstanceOf(ContainerizerException.class)
                .hasMessage("read the TLS key and certificate " + other
                        + ": it holds no private key in PKCS #8 without a password; convert it: openssl pkcs8 -topk8 -nocrypt"
                        + " -in " + other);
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() ->
                        TlsContexts.of(new TlsIdentity.Pem(empty, key, Optional.empty()), ClientCertificates.NONE))
                .hasMessageContaining("it holds no certificate");
        assertThatThrownBy(() -> TlsContexts.of(
                        new TlsIdentity.Keystore(directory.resolve("store.p12"), "wrong", Optional.empty()),
                        ClientCertificates.NONE))
                .hasMessageContaining("it is no keystore, or its password is another")
                .hasMessageNotContaining("wrong");
    }
}
