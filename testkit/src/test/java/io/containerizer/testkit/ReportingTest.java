package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a small suite of its own, and looks at what is told of it. */
class ReportingTest {

    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .build();

    @TempDir
    Path directory;

    @Test
    void capabilitiesAreCountedOnlyWhereTestsReallyRan() {
        Path file = directory.resolve("capabilities.tsv");
        run(new CapabilityListener(file.toString()));
        assertThat(file).content().isEqualTo("tool sh\t2\t1\n");
    }

    @Test
    void aFailureNamesItsSeed() {
        TestExecutionSummary summary = run(new CapabilityListener(""));
        assertThat(summary.getFailures())
                .singleElement()
                .extracting(failure -> failure.getException().getMessage())
                .asString()
                .startsWith("seed ")
                .contains("-Dtestkit.seed=")
                .endsWith("unlucky");
    }

    private static TestExecutionSummary run(CapabilityListener listener) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(ALONE)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Suite.class))
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                .build(),
                        listener,
                        summary);
        return summary.getSummary();
    }

    @RequiresTool("sh")
    static final class Suite {
        @Test
        void runs() {}

        @Test
        @RequiresTool("no-such-program")
        void isSkipped() {}

        @SeededTest(count = 1)
        void luckyOnce(long seed) {}

        @SeededTest(count = 1)
        void unluckyOnce(long seed) {
            Assertions.fail("unlucky");
        }
    }
}
