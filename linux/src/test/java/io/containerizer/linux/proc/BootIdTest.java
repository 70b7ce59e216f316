package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootIdTest {

    @TempDir
    private Path directory;

    @Test
    void isLettersAndDigitsWhateverTheKernelWrites() throws IOException {
        Path file = Files.writeString(directory.resolve("id"), "5d2e-77\n");
        assertThat(BootId.of(file)).isEqualTo("5d2e77");
        assertThat(BootId.of(Files.writeString(file, "\n"))).isEqualTo("0");
        assertThat(BootId.of(directory.resolve("missing"))).isEqualTo("0");
    }
}
