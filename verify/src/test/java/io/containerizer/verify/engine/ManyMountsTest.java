package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host with many mounts, made in a mount namespace of the test's own. */
@KernelTest
class ManyMountsTest {

    @Test
    void containersSeeTheSystemsMountsAndTheirVolumes(EngineFixture fixture) throws IOException {
        Path many = Files.createDirectories(fixture.top().resolve("many"));
        String script = """
                for i in $(seq 200); do mkdir -p "$0/$i" && mount -t tmpfs tmpfs "$0/$i" || exit 1; done
                echo from-mount-150 > "$0/150/data"
                exec "$@"
                """;
        try (EngineProcess engine = EngineProcess.start(
                List.of("unshare", "-m", "sh", "-c", script, many.toString()),
                fixture.flags(ISOLATION),
                0,
                many + "/150:wc -l < /proc/self/mountinfo; ls /proc/self/fd > /dev/null; cat in/data; sleep 1000",
                "ls " + many + "/150 | wc -l; sleep 1000")) {
            assertThat(engine.awaitReady()).isTrue();
            ContainerId first = ContainerId.of("c0");
            eventually("the volume was read", () -> fixture.stdout(first).contains("from-mount-150"));
            assertThat(Integer.parseInt(fixture.stdout(first)
                            .lines()
                            .findFirst()
                            .orElseThrow()
                            .strip()))
                    .isLessThan(100);
            eventually(
                    "the other saw nothing",
                    () -> fixture.stdout(ContainerId.of("c1")).equals("0\n"));
            assertThat(engine.finish()).isZero();
        }
        Containerizer next = fixture.engine(ISOLATION);
        next.remove(ContainerId.of("c0"));
        next.remove(ContainerId.of("c1"));
    }
}
