package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNamesTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"TERM, 15", "SIGTERM, 15", "sigkill, 9", "hup, 1", "USR1, 10", "CHLD, 17", "SYS, 31", "15, 15", "64, 64"
    })
    void namesAndNumbers(String text, int number) {
        assertThat(SignalNames.parse(text)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "SIG", "SIG0", "65", "-9", "NOPE"})
    void othersAreNone(String text) {
        assertThat(SignalNames.parse(text)).isEmpty();
    }
}
