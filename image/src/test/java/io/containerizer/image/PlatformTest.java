package io.containerizer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64, 0",
        "linux/arm64, linux/arm64/v8, 1",
        "linux/arm64/v8, linux/arm64, 1",
        "linux/arm, linux/arm/v7, 1",
        "linux/amd64/v3, linux/amd64, 2",
        "linux/arm/v6, linux/arm, 2",
        "linux/arm/v6, linux/arm/v7, 3",
        "linux/amd64, linux/amd64/v3, 3",
        "linux/amd64, linux/arm64, 3",
        "linux/amd64, windows/amd64, 3",
    })
    void whatWillDoInsteadAndHowWell(String wanted, String offered, int distance) {
        assertThat(Platform.parse(wanted).distance(Platform.parse(offered))).isEqualTo(distance);
    }

    @Test
    void theHostsOwnIsAPlatform() {
        assertThat(Platform.parse(Platform.host().toString())).isEqualTo(Platform.host());
    }

    @SeededTest(count = 300)
    void anyTextIsAPlatformThatReadsAsItselfOrRefused(long seed) {
        String text = new Texts(new Random(seed)).joined(List.of("linux", "arm64", "v8", "/", "/", "-", " ", "\n"), 6);
        try {
            assertThat(Platform.parse(text)).hasToString(text);
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FLAG);
        }
    }

    @Test
    void aPlatformOfNoWordsCannotBeMade() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> new Platform("linux", "", ""))
                .withMessage("read platform 'linux//': its parts are not words of letters, digits and . _ -");
    }
}
