package io.containerizer.verify.agent;

import static io.containerizer.verify.agent.AgentClient.about;
import static io.containerizer.verify.agent.AgentClient.launch;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.agent.AgentClient.Reply;
import io.containerizer.verify.engine.EngineFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 of an agent under load, at random moments: no result is lost, and nothing is left that nobody knows of. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class KillUnderLoadTest {

    private static final int KILLS = 100;
    private static final int CLIENTS = 8;

    /** Ids and the exit codes they were launched for. */
    private final Map<String, Integer> launched = new ConcurrentHashMap<>();
    /** Those whose launch was asked for and never answered. */
    private final Map<String, Integer> uncertain = new ConcurrentHashMap<>();

    @Test
    void everyLaunchThatWasAnsweredHasItsResult(EngineFixture fixture) throws InterruptedException {
        Random random = new Random(42);
        Map<String, String> flags = fixture.flags(EngineFixture.ISOLATION);
        int results = 0;
        for (int round = 0; round < KILLS; round++) {
            try (AgentProcess agent = AgentProcess.start(fixture.top(), flags)) {
                results += collect(agent, fixture);
                load(agent, round, 30 + random.nextInt(200));
            }
        }
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags)) {
            results += collect(agent, fixture);
            assertThat(agent.stop()).isZero();
        }
        assertThat(results).isGreaterThan(KILLS);
    }

    /** What the last agent began must have ended as it was meant to, or, if it was never answered, not be there at all. */
    private int collect(AgentProcess agent, EngineFixture fixture) {
        int results = 0;
        try (AgentClient client = agent.client()) {
            for (Map.Entry<String, Integer> entry : new HashMap<>(launched).entrySet()) {
                Reply waited = client.call(about("WAIT_CONTAINER", entry.getKey()));
                assertThat(waited.status()).as("%s: %s", entry, waited.body()).isEqualTo(200);
                assertThat(AgentClient.exitStatus(waited)).as("%s", entry).isEqualTo(entry.getValue() << 8);
                remove(client, entry.getKey());
                results++;
            }
            for (Map.Entry<String, Integer> entry : new HashMap<>(uncertain).entrySet()) {
                Reply waited = client.call(about("WAIT_CONTAINER", entry.getKey()));
                assertThat(waited.status()).as("%s: %s", entry, waited.body()).isIn(200, 404);
                if (waited.status() == 200) {
                    assertThat(AgentClient.exitStatus(waited)).as("%s", entry).isEqualTo(entry.getValue() << 8);
                    remove(client, entry.getKey());
                    results++;
                }
            }
            launched.clear();
            uncertain.clear();
            assertThat(client.containers()).isEmpty();
        }
        eventually(
                "no cgroup is left: " + fixture.cgroups(),
                () -> fixture.cgroups().isEmpty());
        eventually("no other process is left", () -> fixture.processes().equals(List.of(agent.pid())));
        return results;
    }

    private static void remove(AgentClient client, String id) {
        assertThat(client.call(about("REMOVE_CONTAINER", id)).status()).isEqualTo(200);
    }

    private void load(AgentProcess agent, int round, int millis) throws InterruptedException {
        AtomicBoolean going = new AtomicBoolean(true);
        CountDownLatch busy = new CountDownLatch(CLIENTS);
        List<AgentClient> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                AgentClient client = agent.client();
                clients.add(client);
                String prefix = "k" + round + "-" + i + "-";
                threads.submit(() -> {
                    launchOn(client, prefix, going, busy);
                    return null;
                });
            }
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS); // any moment will do
            agent.kill();
            going.set(false);
        }
        clients.forEach(AgentClient::close);
    }

    private void launchOn(AgentClient client, String prefix, AtomicBoolean going, CountDownLatch busy) {
        Random random = new Random(prefix.hashCode());
        for (int i = 0; going.get(); i++) {
            String id = prefix + i;
            int code = random.nextInt(200);
            uncertain.put(id, code);
            Optional<Reply> reply = client.tryCall(launch(id, "sleep 0." + random.nextInt(3) + "; exit " + code));
            if (i == 0) {
                busy.countDown();
            }
            if (reply.isEmpty()) {
                return;
            }
            assertThat(reply.get().status()).as("%s", reply.get().body()).isEqualTo(200);
            launched.put(id, code);
            uncertain.remove(id);
            if (i % 2 == 0) { // others are found by the next agent, still running or ended long ago
                Optional<Reply> waited = client.tryCall(about("WAIT_CONTAINER", id));
                if (waited.isEmpty()) {
                    return;
                }
                assertThat(AgentClient.exitStatus(waited.get())).isEqualTo(code << 8);
            }
        }
    }
}
