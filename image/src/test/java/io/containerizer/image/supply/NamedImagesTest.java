package io.containerizer.image.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.TestImage;
import io.containerizer.image.archive.Archive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedImagesTest {

    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final TestImage IMAGE = TestImage.of("linux/amd64", "a");

    @TempDir
    private Path top;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo/app:1          |             | demo/app:1
            a:1,b:2             |             | a:1,b:2
            demo/app:1          | other:7     | other:7
            demo/app:1          | x.test/app  | x.test/app
            a:1,b:2             | b:2         | b:2
            docker.io/library/a:1           |  | a:1
            docker.io/team/a:1              |  | team/a:1
            docker.io/library/team/a:1      |  | library/team/a:1
            docker.io/localhost/a:1         |  | docker.io/localhost/a:1
            docker.io/x_y.z/a:1             |  | docker.io/x_y.z/a:1
            x.test/library/a:1              |  | x.test/library/a:1
            docker.io/library/a:1           | docker.io/library/a:1 | docker.io/library/a:1
            """)
    void savedImagesHaveTheNamesInsideOrTheOneThatIsGiven(String inside, String given, String names) {
        Path file = archive(IMAGE.saved(inside.split(",")));
        assertThat(imported(file, given)).containsExactly(names.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            latest     | app        | app
            7          | app:8      | app:8
            x.test/a:1 |            | x.test/a:1
            x.test/a:1 | b          | b
            """)
    void layoutsMayHaveTagsAlone(String inside, String given, String names) {
        assertThat(imported(layout(Map.of("org.opencontainers.image.ref.name", inside)), given))
                .containsExactly(names.split(","));
    }

    @Test
    void anImageWithoutANameGetsTheOneThatIsGiven() {
        assertThat(imported(layout(Map.of()), "app:1")).containsExactly("app:1");
    }

    @Test
    void whatHasNoWholeNameNeedsOne() {
        refuses(layout(Map.of()), "its images have no names; say what it is to be called: containerizer import ");
        refuses(
                layout(Map.of("org.opencontainers.image.ref.name", "latest")),
                "it calls an image 'latest', which is only a tag; say what it is to be called");
    }

    @Test
    void ofSeveralOneIsTakenOnlyByItsName() {
        Path file = archive(IMAGE.saved("a:1", "b:2"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> imported(file, "c"))
                .returns(ErrorCode.IMAGE_NOT_FOUND, ContainerizerException::code)
                .withMessageContaining("it has a:1, b:2");
    }

    /** Each is found, and has its layer. */
    private List<String> imported(Path file, String given) {
        try (Archive archive = Archive.open(file, top)) {
            return new NamedImages(archive)
                    .called(Optional.ofNullable(given).map(ImageReference::parse)).stream()
                            .map(one -> {
                                check(one);
                                return one.name().toString();
                            })
                            .toList();
        }
    }

    private static void check(NamedImages.One one) {
        var image = one.find(one.name(), AMD64);
        assertThat(image.config().diffIds()).isEqualTo(IMAGE.diffIds());
        try (var layer = one.open(one.name(), image, image.layers().getFirst(), 0)) {
            assertThat(layer.readAllBytes()).isEqualTo(IMAGE.layers().getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuses(Path file, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> imported(file, null))
                .returns(ErrorCode.INVALID_IMAGE, ContainerizerException::code)
                .withMessageContaining(why);
    }

    private Path layout(Map<String, String> annotations) {
        Map<String, byte[]> files = IMAGE.blobs(false);
        files.put("oci-layout", "{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        files.put("index.json", TestImage.index(IMAGE.entry(false, annotations)));
        return archive(files);
    }

    private Path archive(Map<String, byte[]> files) {
        try {
            return Files.write(top.resolve("archive.tar"), TestImage.tar(files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
