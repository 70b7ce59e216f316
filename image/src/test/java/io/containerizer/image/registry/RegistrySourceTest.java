package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.Layer;
import io.containerizer.image.manifest.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrySourceTest {

    private final FakeRegistry registry = FakeRegistry.plain();
    private final String app = registry.authority() + "/team/app";

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void findsAnImageByItsTagAndReadsItsLayers() throws Exception {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app + ":1");
            assertThat(found.id()).isEqualTo(Digest.of(image.config()));
            assertThat(found.manifest()).isEqualTo(image.digest());
            assertThat(found.rawConfig()).isEqualTo(new String(image.config(), StandardCharsets.UTF_8));
            assertThat(found.config().cmd()).containsExactly("sh");
            assertThat(found.layers())
                    .containsExactly(
                            layer(image.layers().get(0)), layer(image.layers().get(1)));
            assertThat(client.layer(app + ":1", found, 0)).isEqualTo(image.layer());
        }
        assertThat(registry.asked("/manifests/1").getFirst().header("Accept"))
                .contains(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST, MediaTypes.DOCKER_MANIFEST);
    }

    private static Layer layer(byte[] content) {
        return new Layer(Digest.of(content), Optional.of(Digest.of(content)), content.length, Compression.NONE);
    }

    @Test
    void asksForTheLatestIfThereIsNoTag() {
        FakeImage image = FakeImage.small().in(registry, "team/app", "latest");
        try (Client client = new Client()) {
            assertThat(client.find(app).manifest()).isEqualTo(image.digest());
        }
    }

    @Test
    void asksForTheDigestIfThereAreTagAndDigest() {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        FakeImage.of("amd64", FakeImage.bytes("newer")).in(registry, "team/app", "1");
        try (Client client = new Client()) {
            assertThat(client.find(app + ":1@" + image.digest()).manifest()).isEqualTo(image.digest());
        }
    }

    @Test
    void takesTheImageForThePlatformFromAnIndex() {
        FakeImage image = FakeImage.small().in(registry, "team/app", "amd64");
        registry.put("team/app/manifests/1", MediaTypes.OCI_INDEX, image.index("amd64"));
        registry.put("team/app/manifests/2", MediaTypes.OCI_INDEX, image.index("s390x"));
        try (Client client = new Client()) {
            assertThat(client.find(app + ":1").manifest()).isEqualTo(image.digest());
            ContainerizerException failure = client.failure(app + ":2");
            assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
            assertThat(failure).hasMessageContaining("linux/s390x");
        }
    }

    @Test
    void endsWhereIndexesLeadToIndexesForEver() {
        byte[] inner = FakeImage.small().in(registry, "team/app", "x").index("amd64");
        for (int depth = 0; depth < 3; depth++) {
            registry.put("team/app/manifests/" + Digest.of(inner), MediaTypes.OCI_INDEX, inner);
            inner = FakeImage.bytes("{\"schemaVersion\":2,\"manifests\":["
                    + FakeImage.descriptor(inner, MediaTypes.OCI_INDEX, "") + "]}");
        }
        registry.put("team/app/manifests/1", MediaTypes.OCI_INDEX, inner);
        try (Client client = new Client()) {
            assertThat(client.failure(app + ":1").code()).isEqualTo(ErrorCode.INVALID_IMAGE);
        }
    }

    @Test
    void refusesAnImageForAnotherPlatform() {
        FakeImage.of("arm64", FakeImage.bytes("layer")).in(registry, "team/app", "1");
        try (Client client = new Client()) {
            ContainerizerException failure = client.failure(app + ":1");
            assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
            assertThat(failure).hasMessageContaining("it is for linux/arm64 alone");
        }
    }

    @Test
    void refusesContentWithAnotherDigestThanItsName() {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        byte[] other = FakeImage.of("amd64", FakeImage.bytes("evil")).manifest();
        registry.put("team/app/manifests/" + image.digest(), MediaTypes.OCI_MANIFEST, other);
        byte[] longer = (new String(image.config(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
        registry.put("team/app/blobs/" + Digest.of(image.config()), "application/json", longer);
        try (Client client = new Client()) {
            ContainerizerException wrong = client.failure(app + "@" + image.digest());
            assertThat(wrong.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
            assertThat(wrong)
                    .hasMessageContainingAll(
                            Digest.of(other).toString(), image.digest().toString());
            assertThat(client.failure(app + ":1").code()).isEqualTo(ErrorCode.INVALID_IMAGE);
        }
    }

    @Test
    void refusesAManifestThatDoesNotHaveTheDigestTheRegistrySays() {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        Digest said = Digest.of(FakeImage.bytes("something else"));
        registry.script(
                "/manifests/1",
                FakeRegistry.status(
                        200,
                        MediaTypes.OCI_MANIFEST,
                        new String(image.manifest(), StandardCharsets.UTF_8),
                        "Docker-Content-Digest",
                        said.toString()));
        try (Client client = new Client()) {
            assertThat(client.failure(app + ":1"))
                    .hasMessageContainingAll(
                            "instead of " + said, image.digest().toString());
        }
    }

    @Test
    void readsNoManifestThatIsTooLarge() {
        registry.put("team/app/manifests/1", MediaTypes.OCI_MANIFEST, new byte[(4 << 20) + 1]);
        try (Client client = new Client()) {
            ContainerizerException failure = client.failure(app + ":1");
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
            assertThat(failure).hasMessageContaining("larger than 4194304 bytes");
        }
    }

    @Test
    void looksInTheDefaultRegistryForReferencesThatNameNone() {
        FakeImage image = FakeImage.small().in(registry, "prefix/app", "1");
        RegistrySettings settings = RegistrySettings.DEFAULT.withDefaultRegistry(registry.address() + "/prefix");
        try (Client client = new Client(settings)) {
            assertThat(client.find("app:1").manifest()).isEqualTo(image.digest());
            assertThat(client.source).hasToString(registry.address() + "/prefix");
        }
    }

    @Test
    void asksMirrorsInOrderAndThenTheRegistry() throws Exception {
        RegistrySettings settings = RegistrySettings.DEFAULT.withMirrors(
                Map.of("docker.io", List.of("http://127.0.0.1:1", registry.address(), registry.address() + "/cache")));
        FakeImage image = FakeImage.small().in(registry, "cache/library/app", "1");
        try (Client client = new Client(settings)) {
            Image found = client.find("app:1");
            assertThat(found.manifest()).isEqualTo(image.digest());
            int triesAtTheDeadOne = client.pauses.size();
            assertThat(triesAtTheDeadOne).isEqualTo(1);
            assertThat(client.layer("app:1", found, 4)).isEqualTo("lower layer".getBytes(StandardCharsets.UTF_8));
            assertThat(client.pauses).as("asks first who had the manifest").hasSize(triesAtTheDeadOne);
        }
        assertThat(registry.asked("/v2/library/app/manifests/1")).hasSize(1);
        assertThat(registry.asked("/v2/library/app/blobs/")).isEmpty();
    }

    @Test
    void saysWhyMirrorsDidNotDoIfTheRegistryDoesNotEither() {
        try (FakeRegistry mirror = FakeRegistry.plain()) {
            mirror.script("/manifests/", FakeRegistry.error(403, "DENIED", "not you"));
            RegistrySettings settings =
                    RegistrySettings.DEFAULT.withMirrors(Map.of(registry.authority(), List.of(mirror.address())));
            try (Client client = new Client(settings)) {
                ContainerizerException failure = client.failure(app + ":1");
                assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND);
                assertThat(failure).hasMessageContainingAll(mirror.address(), "DENIED: not you", "MANIFEST_UNKNOWN");
            }
        }
    }
}
