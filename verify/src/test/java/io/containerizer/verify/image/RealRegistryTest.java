package io.containerizer.verify.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.registry.DockerConfig;
import io.containerizer.image.registry.RegistrySettings;
import io.containerizer.image.registry.RegistrySource;
import io.containerizer.testkit.RequiresTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RegistrySource} and Debian's docker-registry: as it is, with passwords, with encryption and tokens. */
@RequiresTool("docker-registry")
@RequiresTool("skopeo")
@RequiresTool("umoci")
@RequiresTool("htpasswd")
@RequiresTool("openssl")
class RealRegistryTest {

    private static final String USER = "ann";
    private static final String PASSWORD = "hunter2";
    private static final String CREDENTIALS = USER + ":" + PASSWORD;
    private static final Platform PLATFORM =
            Platform.parse("linux/" + Platform.host().architecture());

    @TempDir
    static Path directory;

    private static PushedImage image;
    private static PemKey key;
    private static RegistryProcess plain;
    private static RegistryProcess locked;
    private static TokenServer tokens;
    private static RegistryProcess encrypted;

    @BeforeAll
    static void start() throws Exception {
        image = PushedImage.create(directory, 100_000);
        key = PemKey.create(directory);
        plain = RegistryProcess.start(Files.createDirectory(directory.resolve("plain")), "", "");
        Path passwords =
                Files.writeString(directory.resolve("htpasswd"), Program.run("htpasswd", "-Bbn", USER, PASSWORD));
        locked = RegistryProcess.start(
                Files.createDirectory(directory.resolve("locked")),
                "",
                "auth:\n  htpasswd:\n    realm: test\n    path: " + passwords + "\n");
        tokens = new TokenServer(key, USER, PASSWORD);
        encrypted = RegistryProcess.start(
                Files.createDirectory(directory.resolve("encrypted")),
                "tls:\n  certificate: " + key.certificate() + "\n  key: " + key.key() + "\n",
                "auth:\n  token:\n    realm: " + tokens.realm() + "\n    service: " + TokenServer.SERVICE
                        + "\n    issuer: " + TokenServer.ISSUER + "\n    rootcertbundle: " + key.certificate() + "\n");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {plain, locked, encrypted, tokens}) {
            if (part instanceof RegistryProcess registry) {
                registry.close();
            } else if (part instanceof TokenServer server) {
                server.close();
            }
        }
    }

    private static RegistrySettings withPassword(String registry, String password) {
        return RegistrySettings.DEFAULT.withCredentials(DockerConfig.parse(
                "{\"auths\": {\"" + registry + "\": {\"username\": \"" + USER + "\", \"password\": \"" + password
                        + "\"}}}",
                "--docker_config"));
    }

    private static RegistrySettings trusting(RegistrySettings settings) {
        return settings.withAuthorities(List.of(key.certificate()))
                .withDefaultRegistry("https://" + encrypted.authority());
    }

    private static Image pull(RegistrySettings settings, String reference) throws IOException {
        try (RegistrySource source = RegistrySource.open(settings, Map.of())) {
            ImageReference parsed = ImageReference.parse(reference);
            Image found = source.find(parsed, PLATFORM);
            for (Layer layer : found.layers()) {
                byte[] blob;
                try (InputStream in = source.open(parsed, found, layer, 0)) {
                    blob = in.readAllBytes();
                }
                assertThat(Digest.of(blob)).isEqualTo(layer.blob().orElseThrow());
                assertThat(Digest.of(new GZIPInputStream(new ByteArrayInputStream(blob)).readAllBytes()))
                        .isEqualTo(layer.diffId());
            }
            return found;
        }
    }

    private static ContainerizerException failure(RegistrySettings settings, String reference) {
        return catchThrowableOfType(ContainerizerException.class, () -> pull(settings, reference));
    }

    @Test
    void pullsWhatSkopeoPushedInBothForms() throws Exception {
        image.push(plain.authority() + "/team/app:oci");
        image.push(plain.authority() + "/team/app:docker", "--format", "v2s2");
        Image oci = pull(RegistrySettings.DEFAULT, plain.authority() + "/team/app:oci");
        Image docker = pull(RegistrySettings.DEFAULT, plain.authority() + "/team/app:docker");
        assertThat(oci.config().cmd()).containsExactly("/bin/sh");
        assertThat(oci.config().environment()).contains("A=b");
        assertThat(oci.layers()).hasSize(1).isEqualTo(docker.layers());
        assertThat(docker.manifest()).isNotEqualTo(oci.manifest());
        assertThat(pull(RegistrySettings.DEFAULT, plain.authority() + "/team/app@" + docker.manifest()))
                .isEqualTo(docker);
    }

    @Test
    void pullsTheOneForThisPlatformOfAnIndex() throws Exception {
        image.push(plain.authority() + "/many:1");
        Image alone = pull(RegistrySettings.DEFAULT, plain.authority() + "/many:1");
        URI manifests = URI.create("http://" + plain.authority() + "/v2/many/manifests/");
        String type = "application/vnd.oci.image.manifest.v1+json";
        try (HttpClient http = HttpClient.newHttpClient()) {
            byte[] manifest = http.send(
                            HttpRequest.newBuilder(manifests.resolve("1"))
                                    .setHeader("Accept", type)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            String index = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + type + "\",\"digest\":\""
                    + Digest.of(manifest) + "\",\"size\":" + manifest.length
                    + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + PLATFORM.architecture() + "\"}}]}";
            HttpRequest put = HttpRequest.newBuilder(manifests.resolve("all"))
                    .setHeader("Content-Type", "application/vnd.oci.image.index.v1+json")
                    .PUT(HttpRequest.BodyPublishers.ofString(index))
                    .build();
            assertThat(http.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
        }
        assertThat(pull(RegistrySettings.DEFAULT, plain.authority() + "/many:all"))
                .isEqualTo(alone);
    }

    @Test
    void saysWhetherTagOrRepositoryAreMissing() throws Exception {
        image.push(plain.authority() + "/some:1");
        ContainerizerException tag = failure(RegistrySettings.DEFAULT, plain.authority() + "/some:2");
        assertThat(tag.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
        assertThat(tag).hasMessageContainingAll("MANIFEST_UNKNOWN", "no such tag");
        ContainerizerException repository = failure(RegistrySettings.DEFAULT, plain.authority() + "/none:2");
        assertThat(repository.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
    }

    @Test
    void pullsWithAPassword() throws Exception {
        image.push(locked.authority() + "/team/app:1", "--dest-creds", CREDENTIALS);
        assertThat(pull(withPassword(locked.authority(), PASSWORD), locked.authority() + "/team/app:1")
                        .layers())
                .hasSize(1);
        assertThat(failure(withPassword(locked.authority(), "wrong"), locked.authority() + "/team/app:1"))
                .hasMessageContainingAll("401 Unauthorized", "UNAUTHORIZED", "key " + locked.authority())
                .hasMessageNotContaining("wrong");
        assertThat(failure(RegistrySettings.DEFAULT, locked.authority() + "/team/app:1"))
                .hasMessageContainingAll("401 Unauthorized", "asked without credentials");
    }

    @Test
    void pullsWithEncryptionAndATokenForAllOfARepository() throws Exception {
        image.push(encrypted.authority() + "/team/tokens:1", "--dest-creds", CREDENTIALS);
        tokens.scopes().clear();
        RegistrySettings settings = trusting(withPassword(encrypted.authority() + "/team", PASSWORD));
        assertThat(pull(settings, "team/tokens:1").layers()).hasSize(1);
        assertThat(tokens.scopes()).containsExactly("repository:team/tokens:pull");
    }

    @Test
    void saysWhatTheTokenServerRefuses() {
        RegistrySettings settings = trusting(withPassword(encrypted.authority(), "wrong"));
        assertThat(failure(settings, "team/refused:1"))
                .hasMessageContainingAll(tokens.realm() + " answers 401", "who?", "key " + encrypted.authority())
                .hasMessageNotContaining("wrong");
    }

    @Test
    void trustsNoAuthorityItWasNotTold() {
        RegistrySettings settings = RegistrySettings.DEFAULT.withDefaultRegistry("https://" + encrypted.authority());
        assertThat(failure(settings, "team/app:1")).hasMessageContainingAll("is not trusted", "--docker_registry_ca");
    }

    @Test
    void saysWhoEncryptsAndWhoDoesNot() {
        assertThat(failure(RegistrySettings.DEFAULT.withDefaultRegistry("https://" + plain.authority()), "app"))
                .hasMessageContaining("answers without encryption");
        assertThat(failure(RegistrySettings.DEFAULT, encrypted.authority() + "/app"))
                .hasMessageContainingAll("400 Bad Request", "write https://" + encrypted.authority());
    }

    @Test
    void goesOnWithALayerWhenTheRegistryDiedAndCameBack(@TempDir Path own) throws Exception {
        PushedImage large = PushedImage.create(own, 24_000_000);
        try (RegistryProcess registry = RegistryProcess.start(own, "", "");
                RegistrySource source = RegistrySource.open(RegistrySettings.DEFAULT, Map.of())) {
            large.push(registry.authority() + "/large:1");
            ImageReference reference = ImageReference.parse(registry.authority() + "/large:1");
            Image found = source.find(reference, PLATFORM);
            Layer layer = found.layers().getFirst();
            var hash = Digest.sha256();
            try (InputStream in = source.open(reference, found, layer, 0)) {
                hash.update(in.readNBytes(1_000_000));
                registry.kill();
                registry.restart();
                hash.update(in.readAllBytes());
            }
            assertThat(Digest.of(hash.digest(), "sha256"))
                    .isEqualTo(layer.blob().orElseThrow());
        }
    }
}
