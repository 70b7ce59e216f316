package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResourceStatisticsTest {

    @Test
    void aFigureThatNobodyMeasuredIsAbsent() {
        ResourceStatistics threads = ResourceStatistics.NONE.with(Statistic.THREADS, 3L);
        assertThat(threads.get(Statistic.THREADS)).contains(3L);
        assertThat(threads.get(Statistic.PROCESSES)).isEmpty();
        assertThat(ResourceStatistics.NONE.values()).isEmpty();
    }

    @Test
    void nobodyCanChangeIt() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ResourceStatistics.NONE.values().put(Statistic.THREADS, 1));
    }

    @Test
    void ofTwoFiguresTheLaterFragmentsCounts() {
        ResourceStatistics one = ResourceStatistics.NONE.with(Statistic.THREADS, 1L);
        ResourceStatistics two = new ResourceStatistics(5, Map.of(Statistic.THREADS, 2L, Statistic.PROCESSES, 1L));
        assertThat(one.merge(two)).isEqualTo(two);
        assertThat(two.merge(one).get(Statistic.THREADS)).contains(1L);
        assertThat(two.merge(one).timestamp()).isEqualTo(5);
    }

    @Test
    void fieldsAreNamedAsInMesos() {
        assertThat(Statistic.CPUS_USER_TIME_SECS.field()).isEqualTo("cpus_user_time_secs");
        assertThat(Statistic.MEM_RSS_BYTES.field()).isEqualTo("mem_rss_bytes");
    }

    @Test
    void onlyTimesAndCpusHaveFractions() {
        assertThat(Arrays.stream(Statistic.values()).filter(Statistic::isFraction))
                .containsExactlyInAnyOrder(
                        Statistic.CPUS_USER_TIME_SECS,
                        Statistic.CPUS_SYSTEM_TIME_SECS,
                        Statistic.CPUS_THROTTLED_TIME_SECS,
                        Statistic.CPUS_LIMIT,
                        Statistic.CPUS_SOFT_LIMIT);
    }

    @Test
    void aStatusWithoutAPidDoesNotHideOneThatHasIt() {
        ContainerStatus seven = new ContainerStatus(OptionalInt.of(7));
        assertThat(ContainerStatus.NONE.merge(seven)).isEqualTo(seven);
        assertThat(seven.merge(ContainerStatus.NONE)).isEqualTo(seven);
    }
}
