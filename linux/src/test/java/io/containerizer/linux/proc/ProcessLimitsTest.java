package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessLimitsTest {

    @ParameterizedTest
    @CsvSource({"4096, 4096", "unlimited, 2147483647", "99999999999, 2147483647"})
    void theSoftLimitCounts(String soft, int expected) {
        String limits = "Limit                     Soft Limit           Hard Limit           Units\n"
                + "Max processes             7                    8                    processes\n"
                + "Max open files            " + soft + "                 524288               files\n";
        assertThat(ProcessLimits.parse(limits)).isEqualTo(expected);
    }

    @Test
    void whatIsNotSaidIsWhatEverySystemAllows() {
        assertThat(ProcessLimits.parse("")).isEqualTo(1024);
    }

    @Test
    void thisProcessMayHaveSome() {
        assertThat(ProcessLimits.openFiles()).isGreaterThan(100);
    }
}
