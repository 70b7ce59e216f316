package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MesosDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0ns, PT0S",
        "1ns, PT0.000000001S",
        "250us, PT0.00025S",
        "500ms, PT0.5S",
        "15secs, PT15S",
        "1mins, PT1M",
        "1.5hrs, PT1H30M",
        "2days, PT48H",
        "1weeks, PT168H",
        "0.5secs, PT0.5S",
        ".5secs, PT0.5S",
        "3.secs, PT3S",
        "106751days, PT2562024H",
    })
    void parses(String text, Duration expected) {
        assertThat(MesosDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "15",
                "secs",
                "15s",
                "1min",
                "1hour",
                "15 secs",
                " 15secs",
                "15secs ",
                "-1secs",
                "+1secs",
                "1e3secs",
                "1.2.3secs",
                ".secs",
                "15SECS",
                "15Secs",
                "1hrs30mins",
                "0x1secs",
                "Infinitysecs",
                "\u0663secs"
            })
    void refusesWhatIsNoNumberWithAUnit(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> MesosDuration.parse(text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).isEqualTo("it is not a number with a unit"))
                .satisfies(e -> assertThat(e.hint())
                        .hasValueSatisfying(
                                h -> assertThat(h).contains("15secs", "ns us ms secs mins hrs days weeks")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808ns", "106752days", "99999999weeks"})
    void refusesWhatDoesNotFit(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> MesosDuration.parse(text))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("it is too long"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0ns",
        "PT90S, 90secs",
        "PT60S, 1mins",
        "PT1.5S, 1500ms",
        "PT1H30M, 90mins",
        "PT24H, 1days",
        "PT168H, 1weeks",
        "PT0.000000001S, 1ns",
    })
    void printsWithTheLargestUnitThatDividesIt(Duration duration, String expected) {
        assertThat(MesosDuration.print(duration)).isEqualTo(expected);
    }
}
