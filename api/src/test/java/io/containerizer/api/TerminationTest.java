package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationTest {

    /** Status words as wait(2) gives them; 139 is SIGSEGV with a core dump. */
    @ParameterizedTest
    @CsvSource({"0, false, 0", "256, false, 1", "65280, false, 255", "9, true, 137", "15, true, 143", "139, true, 139"})
    void theStatusIsReadAsAShellReadsIt(int status, boolean signaled, int exitCode) {
        assertThat(Termination.of(status).signaled()).isEqualTo(signaled);
        assertThat(Termination.of(status).exitCode()).isEqualTo(exitCode);
    }
}
