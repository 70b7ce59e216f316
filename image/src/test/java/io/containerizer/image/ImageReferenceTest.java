package io.containerizer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final List<String> PARTS = List.of(
            "a",
            "busybox",
            "x-y",
            "a__b",
            "localhost",
            "example.com",
            "[::1]",
            ":5000",
            ":",
            "/",
            "/",
            ".",
            "..",
            "@",
            "@" + DIGEST,
            ":latest",
            ":v1.2_3",
            "A",
            " ",
            "\n",
            "\u00e4");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "busybox, -, busybox, -, busybox:latest",
                "a/b:1, -, a/b, 1, a/b:1",
                "localhost/a, localhost, a, -, localhost/a:latest",
                "host:5000/a/b:x, host:5000, a/b, x, host:5000/a/b:x",
                "host.lan/a, host.lan, a, -, host.lan/a:latest",
                "[::1]:5000/a, [::1]:5000, a, -, [::1]:5000/a:latest",
                "host:5000, -, host, 5000, host:5000",
            })
    void readsRegistryRepositoryAndTag(String text, String registry, String repository, String tag, String canonical) {
        assertThat(ImageReference.parse(text))
                .isEqualTo(new ImageReference(
                        Optional.ofNullable(registry), repository, Optional.ofNullable(tag), Optional.empty()))
                .extracting(ImageReference::canonical)
                .isEqualTo(canonical);
    }

    @Test
    void theDigestWinsOverTheTag() {
        ImageReference reference = ImageReference.parse("a:1@" + DIGEST);
        assertThat(reference.tag()).contains("1");
        assertThat(reference.version()).isEqualTo(DIGEST);
        assertThat(reference.canonical()).isEqualTo("a@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "A", "a:", "a@", "a..b", "-a", "../a", "a/../b", "a b", "-.x/a"})
    void refusesWhatIsNoName(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ImageReference.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE))
                .withMessageStartingWith("read ");
    }

    @Test
    void aReferenceThatWouldReadDifferentlyCannotBeMade() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(
                        () -> new ImageReference(Optional.empty(), "localhost/a", Optional.empty(), Optional.empty()))
                .withMessageContaining("would be read as a registry");
    }

    @SeededTest(count = 1000)
    void anyTextIsAReferenceThatReadsAsItselfOrRefused(long seed) {
        String text = new Texts(new Random(seed)).joined(PARTS, 6);
        ImageReference reference;
        try {
            reference = ImageReference.parse(text);
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
            return;
        }
        assertThat(reference).hasToString(text);
        ImageReference canonical = ImageReference.parse(reference.canonical());
        assertThat(canonical.canonical()).isEqualTo(reference.canonical());
        assertThat(canonical.version()).isEqualTo(reference.version());
        assertThat(List.of((text + "/x").split("/"))).doesNotContain("", ".", "..");
    }
}
