package io.containerizer.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresLinux;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessStatTest {

    /** Recorded; the name was chosen to mislead. */
    private static final String LINE =
            "4711 (a) S 1 (b) R 1 4711 4711 0 -1 4194560 128 0 0 0 7 3 0 0 20 0 1 0 1240441 5894144 "
                    + "312 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    @Test
    void aNameMayContainAnything() {
        assertThat(ProcessStat.parse(LINE)).isEqualTo(new ProcessStat('R', 7, 3, 1_240_441, 312));
    }

    @Test
    @RequiresLinux
    void aProcessThatRunsHasMemory() {
        assertThat(ProcessStat.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(s -> assertThat(s.residentPages()).isPositive());
    }

    @Test
    @RequiresLinux
    void itIsReadOfAProcessForAsLongAsThereIsOne() throws Exception {
        Process process = new ProcessBuilder("sleep", "100").start();
        assertThat(ProcessStat.of(process.pid()))
                .hasValueSatisfying(s -> assertThat(s.start()).isPositive());
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(ProcessStat.of(process.pid())).isEmpty();
    }
}
