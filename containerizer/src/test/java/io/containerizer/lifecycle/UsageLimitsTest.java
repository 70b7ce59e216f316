package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Bytes;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageLimitsTest {

    private static final int HOST = Runtime.getRuntime().availableProcessors();

    private static Map<Statistic, Number> apply(FlagValues flags, Resources requests, Resources limits) {
        return UsageLimits.apply(flags, requests, limits, ResourceStatistics.NONE, 5)
                .values();
    }

    @Test
    void measuredFiguresStayAndTheTimeIsAdded() {
        DiskStatistics disk = new DiskStatistics(Optional.empty(), Optional.empty(), Optional.of(4096L));
        ResourceStatistics measured =
                ResourceStatistics.NONE.with(Statistic.THREADS, 3).withDisk(disk);
        assertThat(UsageLimits.apply(FlagValues.NONE, Resources.NONE, Resources.NONE, measured, 5))
                .isEqualTo(new ResourceStatistics(5, Map.of(Statistic.THREADS, 3), List.of(disk)));
    }

    /** 0 is not given. */
    @ParameterizedTest
    @CsvSource({"0, 0, , ", "1, 0, 1.0, ", "1, 2, 1.0, 2.0", "0, 2, , 2.0", "1, Infinity, 1.0, HOST"})
    void cpus(double request, double limit, Double soft, String hard) {
        Map<Statistic, Number> all =
                apply(FlagValues.NONE, Resources.NONE.withCpus(request), Resources.NONE.withCpus(limit));
        assertThat(all.get(Statistic.CPUS_SOFT_LIMIT)).isEqualTo(soft);
        assertThat(all.get(Statistic.CPUS_LIMIT))
                .isEqualTo(hard == null ? null : hard.equals("HOST") ? (double) HOST : Double.valueOf(hard));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1"})
    void theRequestIsTheLimitIfTheOperatorSaysSo(String text) {
        FlagValues flags = new FlagValues(Map.of("cgroups_enable_cfs", text));
        assertThat(apply(flags, Resources.NONE.withCpus(1), Resources.NONE)).containsEntry(Statistic.CPUS_LIMIT, 1.0);
        assertThat(apply(flags, Resources.NONE, Resources.NONE)).isEmpty();
    }

    /** Bytes; -1 is no limit, which is told by no figure. */
    @ParameterizedTest
    @CsvSource({"0, 0, , ", "7, 0, 7, 7", "7, 9, 7, 9", "0, 9, , 9", "7, -1, 7, "})
    void memory(long request, long limit, Long soft, Long hard) {
        Resources limits = Resources.NONE.withMemory(limit < 0 ? Resources.UNLIMITED : new Bytes(limit));
        Map<Statistic, Number> all = apply(FlagValues.NONE, Resources.NONE.withMemory(new Bytes(request)), limits);
        assertThat(all.get(Statistic.MEM_SOFT_LIMIT_BYTES)).isEqualTo(soft);
        assertThat(all.get(Statistic.MEM_LIMIT_BYTES)).isEqualTo(hard);
    }
}
