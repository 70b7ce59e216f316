package io.containerizer.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Container;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.testkit.IsolatorContractTest;
import org.junit.jupiter.api.Test;

class PosixMemIsolatorTest extends IsolatorContractTest {

    private final PosixMemIsolator isolator = new PosixMemIsolator();

    @Override
    protected IsolatorFactory factory() {
        return new PosixMemIsolator.Factory();
    }

    @Test
    void theMemoryOfTheWholeTreeIsReported() {
        Container container = container("web");
        isolator.isolate(container, (int) ProcessHandle.current().pid());
        assertThat(isolator.usage(container).values()).containsOnlyKeys(Statistic.MEM_RSS_BYTES);
        assertThat(isolator.usage(container)
                        .get(Statistic.MEM_RSS_BYTES)
                        .orElseThrow()
                        .longValue())
                .isBetween(10_000_000L, 100_000_000_000L);
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
