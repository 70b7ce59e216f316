package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchPhase;
import io.containerizer.lifecycle.LaunchedContainer;
import io.containerizer.lifecycle.LiveContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an engine tells of the containers it has in hand, and of itself. */
@KernelTest
class EngineReportTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final Resources REQUEST = new Resources(0.5, Bytes.megabytes(64), Bytes.ZERO);

    @Test
    void livingContainersAreToldWithoutAskingTheDisk(EngineFixture fixture) {
        Containerizer engine = fixture.engine(EngineFixture.ISOLATION);
        LaunchedContainer web =
                engine.launch(shell(WEB, "sleep 600").resources(REQUEST).build());
        assertThat(engine.live()).extracting(LiveContainer::id).containsExactly(WEB);
        assertThat(engine.live().getFirst().requests()).isEqualTo(REQUEST);
        assertThat(engine.status(WEB).executorPid()).hasValue(web.pid());
        within(engine.destroy(WEB));
        assertThat(engine.live()).isEmpty();
        assertThat(engine.status(WEB).executorPid()).isEmpty();
    }

    @Test
    void launchesAndTheirPhasesAreCounted(EngineFixture fixture) {
        Containerizer engine = fixture.engine(EngineFixture.ISOLATION);
        within(engine.launch(shell(WEB, "true").build()).terminated());
        ContainerSpec impossible = ContainerSpec.builder(ContainerId.of("none"), Command.of("/no/such/program"))
                .build();
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> engine.launch(impossible));
        assertThat(engine.figures().launches()).isEqualTo(1);
        assertThat(engine.figures().launchErrors()).isEqualTo(1);
        assertThat(engine.figures().phases().get(LaunchPhase.START).count()).isEqualTo(1);
        assertThat(engine.pending()).isEmpty();
    }

    /** Control files are kept open while a container lives, and no longer. */
    @Test
    void figuresThatAreAskedForAgainCostNoDescriptorsInTheEnd(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine("cgroups/cpu,cgroups/mem,cgroups/pids");
        within(engine.launch(shell(ContainerId.of("first"), "true").build()).terminated());
        long before = descriptors();
        LaunchedContainer web = engine.launch(shell(WEB, "while :; do :; done").build());
        double first = cpu(engine);
        EngineFixture.eventually("the container uses its processor", () -> cpu(engine) > first);
        within(engine.destroy(WEB));
        assertThat(web.terminated()).isDone();
        EngineFixture.eventually("as many descriptors as before", () -> descriptors() <= before);
    }

    /** Both: which of the two a kernel takes a busy shell for differs. */
    private static double cpu(Containerizer engine) {
        ResourceStatistics usage = engine.usage(WEB);
        return Stream.of(Statistic.CPUS_USER_TIME_SECS, Statistic.CPUS_SYSTEM_TIME_SECS)
                .mapToDouble(figure -> usage.get(figure).orElseThrow().doubleValue())
                .sum();
    }

    private static long descriptors() {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
