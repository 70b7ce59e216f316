package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagTextTest {

    @TempDir
    private Path directory;

    @Test
    void jsonStandsForItself() {
        assertThat(FlagText.json(" {\"a\": 1}\n")).isEqualTo("{\"a\": 1}");
    }

    @Test
    void aPathStandsForWhatTheFileHolds() throws IOException {
        Path file = Files.writeString(directory.resolve("flag"), "{}\n");
        assertThat(FlagText.json(file.toString())).isEqualTo("{}\n");
        assertThat(FlagText.json("file://" + file)).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            info.json          | read 'info.json': it is neither JSON nor the absolute path of a file
            file://info.json   | read 'file://info.json': it is neither JSON nor
            []                 | read '[]': it is neither JSON nor
            /no/such/file      | read /no/such/file: there is no such file
            file:///no/such    | read /no/such: there is no such file
            """)
    void whatIsNeitherIsRefused(String text, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> FlagText.json(text))
                .withMessageContaining(why)
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code);
    }

    @Test
    void theReasonIsTheHosts() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> FlagText.json(directory.toString()))
                .withMessageContaining("Is a directory");
    }
}
