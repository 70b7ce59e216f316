package io.containerizer.verify.agent;

import static io.containerizer.verify.agent.AgentClient.about;
import static io.containerizer.verify.agent.AgentClient.launch;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After as many launches as an agent sees in a day it holds no more than before. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class LeakTest {

    private static final int LAUNCHES = 10_000;
    private static final int CLIENTS = 100;
    private static final int PER_CLIENT = 20;

    /** What a JVM opens and starts when it likes to. */
    private static final int SLACK = 8;

    private record Held(int descriptors, int threads, int mounts, long files) {

        static Held by(AgentProcess agent, EngineFixture fixture) {
            return new Held(
                    agent.descriptors(),
                    agent.threads(),
                    agent.mounts(),
                    count(fixture.workDirectory()) + count(fixture.runtimeDirectory()));
        }

        boolean isAtMost(Held other) {
            return descriptors <= other.descriptors + SLACK
                    && threads <= other.threads + SLACK
                    && mounts <= other.mounts
                    && files <= other.files;
        }
    }

    @Test
    void nothingPilesUp(EngineFixture fixture) throws InterruptedException, ExecutionException {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION))) {
            runAll(agent, 20, 10, "warm");
            Held before = Held.by(agent, fixture);

            runAll(agent, 4, LAUNCHES / 4, "row");
            runAll(agent, CLIENTS, PER_CLIENT, "many");

            eventually(
                    "as much is held as before: " + before,
                    () -> Held.by(agent, fixture).isAtMost(before));
            assertThat(fixture.cgroups()).isEmpty();
            assertThat(fixture.processes()).containsOnly(agent.pid());
            assertThat(agent.residentMegabytes()).isLessThan(300);
            assertThat(agent.stop()).isZero();
        }
    }

    private static void runAll(AgentProcess agent, int clients, int each, String name)
            throws InterruptedException, ExecutionException {
        List<Future<Void>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(client(agent, each, name + i + "-")));
            }
        }
        for (Future<Void> one : all) {
            one.get();
        }
    }

    private static Callable<Void> client(AgentProcess agent, int count, String prefix) {
        return () -> {
            try (AgentClient client = agent.client()) {
                for (int i = 0; i < count; i++) {
                    String id = prefix + i;
                    assertThat(client.call(launch(id, "exit 3")))
                            .extracting("status")
                            .isEqualTo(200);
                    assertThat(AgentClient.exitStatus(client.call(about("WAIT_CONTAINER", id))))
                            .isEqualTo(3 << 8);
                    assertThat(client.call(about("REMOVE_CONTAINER", id)).status())
                            .isEqualTo(200);
                }
            }
            return null;
        };
    }

    private static long count(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.count();
        } catch (IOException | UncheckedIOException e) {
            return Long.MAX_VALUE; // something was on its way out: ask again
        }
    }
}
