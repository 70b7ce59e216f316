package io.containerizer.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.testkit.SeededTest;
import java.util.Random;

/** Documents are read, or refused in words: nothing else comes of them. */
class DocumentPropertyTest {

    private static final Digest MANIFEST = new Digest("sha256", "0".repeat(64));

    @SeededTest
    void aWholeImageIsReadAsItWasWritten(long seed) {
        Random random = new Random(seed);
        Documents documents = new Documents(random);
        int layers = random.nextInt(5);
        byte[] config = Documents.bytes(documents.config(layers));
        JsonObject json = documents.manifest(config, layers);
        Manifest manifest = (Manifest) Document.parse("x", MediaTypes.OCI_MANIFEST, Documents.bytes(json));
        Image image = manifest.image("x", MANIFEST, config);
        assertThat(image.id()).isEqualTo(Digest.of(config));
        assertThat(image.layers()).hasSize(layers);
        for (int i = 0; i < layers; i++) {
            assertThat(image.layers().get(i).diffId())
                    .isEqualTo(image.config().diffIds().get(i));
            assertThat(image.layers().get(i).blob())
                    .contains(manifest.layers().get(i).digest());
        }
        assertThat(image.config().entrypoint()).containsExactly("/bin/program", "--flag");
        assertThat(image.config().environment()).containsExactly("PATH=/bin", "X=1");
        assertThat(image.config().workingDirectory()).isEqualTo("/srv");
        assertThat(image.config().user()).isEqualTo("1000:1000");
    }

    @SeededTest(count = 2000)
    void aDocumentWithOtherPartsIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        Documents documents = new Documents(random);
        JsonObject json = random.nextBoolean()
                ? documents.manifest(new byte[0], 3)
                : documents.index("linux/amd64", "linux/arm64/v8", "");
        readOrRefused(Documents.bytes(documents.changed(json)));
        configReadOrRefused(Documents.bytes(documents.changed(documents.config(2))));
    }

    @SeededTest(count = 2000)
    void aDamagedDocumentIsReadOrRefused(long seed) {
        Documents documents = new Documents(new Random(seed));
        readOrRefused(documents.damaged(Documents.bytes(documents.manifest(new byte[0], 3))));
        readOrRefused(documents.damaged(Documents.bytes(documents.index("linux/amd64", "linux/arm64"))));
        configReadOrRefused(documents.damaged(Documents.bytes(documents.config(2))));
    }

    private static void readOrRefused(byte[] json) {
        refused(() -> {
            switch (Document.parse("x", "", json)) {
                case Manifest manifest -> assertThat(manifest.layers()).allMatch(l -> l.size() >= 0);
                case ImageIndex index -> assertThat(index.manifests()).allMatch(d -> d.size() >= 0);
            }
        });
    }

    private static void configReadOrRefused(byte[] json) {
        refused(() -> assertThat(Configs.parse("x", json).platform().os()).isNotEmpty());
    }

    private static void refused(Runnable reading) {
        try {
            reading.run();
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
            assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(500);
        }
    }
}
