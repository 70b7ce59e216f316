package io.containerizer.image.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.unpack.Decompression;
import io.containerizer.testkit.RequiresTool;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs write. */
@RequiresTool("umoci")
@RequiresTool("skopeo")
class RealArchiveTest {

    private static final ImageReference NAME = ImageReference.parse("demo/app:1");

    @TempDir
    private Path directory;

    @BeforeEach
    void build() throws Exception {
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("greeting"), "hello");
        run("umoci", "init", "--layout", "layout");
        run("umoci", "new", "--image", "layout:1");
        run("umoci", "insert", "--rootless", "--image", "layout:1", files.toString(), "/srv");
        run("umoci", "config", "--image", "layout:1", "--config.cmd", "/bin/greet", "--config.env", "A=b c");
    }

    @Test
    void aLayoutOfUmociIsRead() throws Exception {
        check("layout");
    }

    @Test
    void archivesOfSkopeoAreRead() throws Exception {
        run("skopeo", "--insecure-policy", "copy", "oci:layout:1", "docker-archive:saved.tar:demo/app:1");
        run("skopeo", "--insecure-policy", "copy", "oci:layout:1", "oci-archive:layout.tar:demo/app:1");
        run("skopeo", "--insecure-policy", "copy", "--dest-compress-format", "zstd", "oci:layout:1", "oci:zstd:1");
        check("saved.tar");
        check("layout.tar");
        check("zstd");
    }

    private void check(String file) throws Exception {
        try (Archive archive = Archive.open(directory.resolve(file), directory)) {
            Image image = archive.find(NAME, Platform.host());
            assertThat(image.config().cmd()).containsExactly("/bin/greet");
            assertThat(image.config().environment()).contains("A=b c");
            assertThat(image.layers()).hasSize(1);
            try (InputStream packed = archive.open(NAME, image, image.layers().getFirst(), 0);
                    InputStream layer =
                            Decompression.of(packed, image.layers().getFirst().compression())) {
                assertThat(Digest.of(layer.readAllBytes()))
                        .isEqualTo(image.config().diffIds().getFirst());
            }
        }
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
