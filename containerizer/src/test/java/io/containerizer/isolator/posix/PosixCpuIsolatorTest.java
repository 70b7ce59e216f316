package io.containerizer.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Container;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.testkit.IsolatorContractTest;
import org.junit.jupiter.api.Test;

class PosixCpuIsolatorTest extends IsolatorContractTest {

    private final PosixCpuIsolator isolator = new PosixCpuIsolator();

    @Override
    protected IsolatorFactory factory() {
        return new PosixCpuIsolator.Factory();
    }

    @Test
    void theTimeOfTheWholeTreeIsReported() {
        Container container = container("web");
        isolator.isolate(container, (int) ProcessHandle.current().pid());
        assertThat(isolator.usage(container).values())
                .containsOnlyKeys(Statistic.CPUS_USER_TIME_SECS, Statistic.CPUS_SYSTEM_TIME_SECS)
                .allSatisfy((statistic, seconds) ->
                        assertThat(seconds.doubleValue()).isBetween(0.0, 100_000.0));
        assertThat(isolator.usage(container)
                        .get(Statistic.CPUS_USER_TIME_SECS)
                        .orElseThrow()
                        .doubleValue())
                .isPositive();
        isolator.cleanup(container.id());
        assertThat(isolator.usage(container)).isEqualTo(ResourceStatistics.NONE);
    }

    @Test
    void aProcessThatHasEndedUsesNothing() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Container container = container("web");
        isolator.isolate(container, (int) gone.pid());
        assertThat(isolator.usage(container)).isEqualTo(ResourceStatistics.NONE);
    }
}
