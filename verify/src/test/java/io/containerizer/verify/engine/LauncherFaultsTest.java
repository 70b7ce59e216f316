package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What containers, their owners and the environment may do to the launcher, and what it makes of that. */
@KernelTest
class LauncherFaultsTest {

    private static final ContainerId ID = ContainerId.of("p");

    /** A container without a PID namespace has a cgroup by which it can be frozen. */
    private static final String FREEZABLE = "filesystem/linux,cgroups/cpu,cgroups/mem";

    @Test
    void aFrozenContainerHoldsUpOnlyWhatIsLaunchedInsideIt(EngineFixture fixture) {
        Containerizer engine = fixture.engine(FREEZABLE);
        engine.launch(shell(ID, "sleep 1000").build());
        CompletableFuture<Integer> inside;
        freeze(fixture, true);
        try {
            inside = CompletableFuture.supplyAsync(() -> within(engine.launch(shell(ID.child("c"), "exit 3")
                                    .containerClass(ContainerClass.DEBUG)
                                    .build())
                            .terminated())
                    .exitCode());
            eventually("its launch is under way", () -> engine.find(ID.child("c")).isPresent());
            for (int i = 0; i < 3; i++) {
                fixture.run(engine, shell(ContainerId.of("other" + i), "true"));
            }
            assertThat(inside).isNotDone();
        } finally {
            freeze(fixture, false);
        }
        assertThat(within(inside)).isEqualTo(3);
    }

    private static void freeze(EngineFixture fixture, boolean frozen) {
        Path cgroup = fixture.cgroups().stream()
                .filter(c -> c.endsWith(ID.value()))
                .filter(c -> Files.exists(c.resolve("freezer.state")) || Files.exists(c.resolve("cgroup.freeze")))
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("needs the freezer"));
        boolean first = Files.exists(cgroup.resolve("freezer.state"));
        try {
            if (first) {
                Files.writeString(cgroup.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
            } else {
                Files.writeString(cgroup.resolve("cgroup.freeze"), frozen ? "1" : "0");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
