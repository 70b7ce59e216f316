package io.containerizer.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    private static final String EMPTY_DESCRIPTOR =
            "{'mediaType': '%s', 'digest': 'sha256:" + "0".repeat(64) + "', 'size': 1}";

    private final Documents documents = new Documents(new Random(1));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "[] | it is no JSON object",
                "{'a' | it is no JSON: End of input at line 1 column 5 path $.a",
                "{} {} | it is no JSON: malformed JSON at line 1 column 5 path $",
                "{} | it is neither a manifest nor an index",
                "{'manifests': [], 'layers': []} | it is both an index and a manifest",
                "{'mediaType': 'application/vnd.x', 'layers': []} | it is application/vnd.x, no image",
                "{'fsLayers': []} | it is a manifest of schema 1",
                "{'layers': []} | it has no 'config'",
                "{'manifests': [{}]} | it has no 'manifests[0].digest'",
                "{'manifests': 1} | 'manifests' is no list",
                "{'manifests': [{'digest': 'x', 'size': 1}]} | 'manifests[0].digest' is 'x': it is not sha256: with 64",
            })
    void saysWhatIsWrongAndWhere(String json, String reason) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Document.parse("index.json of /x.tar", "", text(json)))
                .withMessageStartingWith("read manifest index.json of /x.tar: " + reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE));
    }

    @Test
    void whatTheSenderSaysMustBeWhatTheDocumentSays() {
        byte[] index = text("{'mediaType': '" + MediaTypes.OCI_INDEX + "', 'manifests': []}");
        assertThat(Document.parse("x", MediaTypes.OCI_INDEX + "; charset=utf-8", index))
                .isInstanceOf(ImageIndex.class);
        assertThat(Document.parse("x", "application/octet-stream", index)).isInstanceOf(ImageIndex.class);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Document.parse("x", MediaTypes.OCI_MANIFEST, index))
                .withMessageContaining("it is called " + MediaTypes.OCI_MANIFEST + " but calls itself");
    }

    @Test
    void aDocumentOfMoreThanFourMegabytesIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Document.parse("x", "", new byte[Document.LARGEST + 1]))
                .withMessageContaining("more than 4194304 are refused");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.oci.image.layer.v1.tar, NONE",
        "application/vnd.oci.image.layer.v1.tar+gzip, GZIP",
        "application/vnd.oci.image.layer.v1.tar+zstd, ZSTD",
        "application/vnd.docker.image.rootfs.diff.tar.gzip, GZIP",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, GZIP",
    })
    void theMediaTypeOfALayerSaysHowItIsPacked(String mediaType, Compression compression) {
        Manifest manifest = (Manifest) Document.parse("x", "", manifestWith(mediaType, MediaTypes.DOCKER_CONFIG));
        assertThat(Manifest.compression(manifest.layers().getFirst())).isEqualTo(compression);
    }

    @Test
    void layersAndConfigurationsOfUnknownTypesAreRefusedByName() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Document.parse("x", "", manifestWith("application/x-lzma", MediaTypes.OCI_CONFIG)))
                .withMessageContaining("is 'application/x-lzma', which nobody knows to unpack");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Document.parse("x", "", manifestWith("application/x-lzma", "application/x-chart")))
                .withMessageContaining("it is no image: its configuration is 'application/x-chart'");
    }

    @Test
    void aConfigurationOfAnotherManifestIsRefused() {
        byte[] config = Documents.bytes(documents.config(2));
        Digest digest = Digest.of(config);
        Manifest two = (Manifest) Document.parse("x", "", Documents.bytes(documents.manifest(config, 2)));
        Manifest three = (Manifest) Document.parse("x", "", Documents.bytes(documents.manifest(config, 3)));
        assertThat(two.image("x", digest, config).rawConfig()).isEqualTo(new String(config, StandardCharsets.UTF_8));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> three.image("x", digest, config))
                .withMessageContaining("it has 3 layers, and its configuration 2");
        config[config.length - 2] ^= 1;
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> two.image("x", digest, config))
                .withMessageContainingAll("check " + digest, "its content has the digest " + Digest.of(config));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/arm64/v8 | linux/amd64 linux/arm64 linux/arm64/v8 | 2",
                "linux/arm64/v8 | linux/amd64 linux/arm64 | 1",
                "linux/amd64/v3 | linux/arm64 linux/amd64/v2 linux/amd64 | 2",
                "linux/amd64 | unknown/unknown linux/amd64 | 1",
            })
    void anIndexHasOneForThePlatform(String wanted, String there, int chosen) {
        ImageIndex index = index(there.split(" "));
        assertThat(index.choose(Platform.parse(wanted)))
                .isEqualTo(index.manifests().get(chosen));
    }

    @Test
    void aSoleEntryNeedsNoPlatform() {
        ImageIndex index = index("unknown/unknown", "");
        assertThat(index.choose(Platform.parse("linux/s390x")))
                .isEqualTo(index.manifests().get(1));
    }

    @Test
    void anIndexWithoutThePlatformListsWhatItHas() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() ->
                        index("linux/amd64", "windows/amd64", "unknown/unknown").choose(Platform.parse("linux/s390x")))
                .withMessage("choose linux/s390x from x: it has linux/amd64, windows/amd64")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> index("", "").choose(Platform.parse("linux/s390x")))
                .withMessageEndingWith("it has one that names no platform");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> index().choose(Platform.parse("linux/s390x")))
                .withMessageEndingWith("it lists no image");
    }

    private ImageIndex index(String... platforms) {
        return (ImageIndex) Document.parse("x", "", Documents.bytes(documents.index(platforms)));
    }

    private static byte[] manifestWith(String layer, String config) {
        return text("{'config': " + EMPTY_DESCRIPTOR.formatted(config) + ", 'layers': ["
                + EMPTY_DESCRIPTOR.formatted(layer) + "]}");
    }

    private static byte[] text(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
