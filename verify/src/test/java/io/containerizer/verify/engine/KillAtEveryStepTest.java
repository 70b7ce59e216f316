package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 of an engine in place of each single operation on kernel or disk, from its start to its end. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class KillAtEveryStepTest {

    private static final ContainerId VICTIM = ContainerId.of("c0");
    private static final ContainerId BYSTANDER = ContainerId.of("bystander");

    @Test
    void nothingIsLeftAndNoOtherContainerIsTouched(EngineFixture fixture) {
        walk(fixture, List.of());
    }

    @Test
    void nothingOfAnImageIsLeftEither(EngineFixture fixture) throws IOException {
        walk(
                fixture,
                List.of(fixture.rootfs(), Files.createDirectories(fixture.top().resolve("layer/etc"))));
    }

    private static void walk(EngineFixture fixture, List<Path> layers) {
        Containerizer other = fixture.engine(ISOLATION);
        other.launch(shell(BYSTANDER, "sleep 1000").build());
        int step = 1;
        for (boolean died = true; died; step++) {
            try (EngineProcess engine =
                    EngineProcess.start(List.of(), fixture.flags(ISOLATION), layers, step, "sleep 1000")) {
                engine.awaitReady();
                died = engine.finish() != 0;
            }
            checkAfter(step, fixture);
            assertThat(other.find(BYSTANDER).orElseThrow().pid())
                    .as("after step %d", step)
                    .isPresent();
        }
        assertThat(step).as("steps walked").isGreaterThan(40);
        within(other.destroy(BYSTANDER));
    }

    /** The next engine either finds a container that can be used, or nothing of it. */
    private static void checkAfter(int step, EngineFixture fixture) {
        Containerizer next = fixture.engine(ISOLATION);
        next.recover();
        Optional<ContainerView> found = next.find(VICTIM);
        found.ifPresent(view -> {
            assertThat(view.state()).as("after step %d", step).isIn(ContainerState.RUNNING, ContainerState.TERMINATED);
            within(next.destroy(VICTIM));
            next.remove(VICTIM);
        });
        assertThat(fixture.cgroups().stream().filter(p -> p.endsWith("c0")))
                .as("cgroups after step %d", step)
                .isEmpty();
        assertThat(fixture.processes()).as("processes after step %d", step).hasSizeLessThanOrEqualTo(2);
        assertThat(fixture.sandbox(VICTIM)).as("sandbox after step %d", step).doesNotExist();
        Path provisioned = fixture.workDirectory().resolve("provisioner/containers");
        if (Files.exists(provisioned)) {
            assertThat(provisioned).as("of images after step %d", step).isEmptyDirectory();
        }
        assertThat(fixture.runtimeDirectory().resolve("staging"))
                .as("staging after step %d", step)
                .isEmptyDirectory();
        next.close();
    }
}
