package io.containerizer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final String OF_NOTHING = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void nothingHasTheDigestThatEverybodyKnows() {
        assertThat(Digest.of(new byte[0])).hasToString(OF_NOTHING);
        assertThat(new Digest("sha512", "0".repeat(128)).computer().getAlgorithm())
                .isEqualTo("SHA-512");
    }

    @SeededTest
    void whatIsPrintedCanBeRead(long seed) {
        Digest digest = new Texts(new Random(seed)).digest();
        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }

    @SeededTest
    void contentHasItsDigestAndNoOther(long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[random.nextInt(1, 1000)];
        random.nextBytes(content);
        Digest digest = Digest.of(content);
        assertThat(Digest.of(digest.computer().digest(content), digest.algorithm()))
                .isEqualTo(digest);
        content[random.nextInt(content.length)] ^= 1;
        assertThat(Digest.of(content)).isNotEqualTo(digest);
    }

    @SeededTest(count = 300)
    void anyTextIsADigestFitToBeAFileNameOrRefused(long seed) {
        Texts texts = new Texts(new Random(seed));
        String text = texts.joined(
                List.of("sha256", "sha512", "SHA256", "md5", ":", "/", "..", "\n", texts.hex(64), texts.hex(63), "A"),
                4);
        try {
            Digest digest = Digest.parse(text);
            assertThat(digest).hasToString(text);
            assertThat(digest.algorithm() + digest.hex()).matches("[a-z0-9]+");
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
        }
    }

    @Test
    void aDigestOfTheWrongLengthCannotBeMade() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> new Digest("sha512", "0".repeat(64)))
                .withMessageContaining("sha512:000");
    }
}
