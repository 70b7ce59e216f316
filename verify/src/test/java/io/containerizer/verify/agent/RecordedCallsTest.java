package io.containerizer.verify.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.verify.Checkout;
import io.containerizer.verify.agent.AgentClient.Reply;
import io.containerizer.verify.engine.EngineFixture;
import io.containerizer.verify.engine.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was once asked of Mesos' own agent, asked of ours, in the order in which it makes sense. */
@KernelTest
class RecordedCallsTest {

    /** Name, status, and the whole of a text that clients know; {@code =}: the answer that Mesos gave. */
    private static final List<List<String>> CALLS = List.of(
            List.of("e01_empty_object", "400", "Failed to validate agent::Call: Expecting 'type' to be present"),
            List.of("e02_unknown_type", "400", "Failed to validate agent::Call: Expecting 'type' to be present"),
            List.of(
                    "e04_missing_field",
                    "400",
                    "Failed to validate agent::Call: Expecting 'launch_container' to be present"),
            List.of("c01_launch_sleep", "200", ""),
            List.of("c02_launch_duplicate", "202", ""),
            List.of("c03_launch_true", "200", ""),
            List.of("c04_wait_true", "200", "="),
            List.of(
                    "c05_wait_true_again",
                    "200",
                    "{\"type\":\"WAIT_CONTAINER\",\"wait_container\":{\"exit_status\":0}}"),
            List.of("c10_kill_unknown", "404", "Container 'nope' cannot be found (or is already killed)"),
            List.of("c11_wait_unknown", "404", "Container nope cannot be found"),
            List.of("c13_launch_exit7", "200", ""),
            List.of("c14_wait_exit7", "200", "="),
            List.of("c15_launch_noexec", "400"),
            List.of("c16_wait_noexec", "404", "Container s58972-noexec cannot be found"),
            List.of("c17_launch_no_resources", "200", ""),
            List.of("c18_wait_no_resources", "200", "="),
            List.of("c19_launch_no_command", "400"),
            List.of("c20_launch_bad_id_slash", "400"),
            List.of("c25_launch_env_user", "200", ""),
            List.of("c26_wait_env", "200", "="),
            List.of("c27_launch_bad_isolation_image", "400"),
            List.of("n01_launch_nested", "200", ""),
            List.of("n02_launch_nested_old_call", "200", ""),
            List.of("n03_wait_nested_old_call", "200", "="),
            List.of("n04_remove_nested_old_call", "200", ""),
            List.of("n05_launch_nested_under_unknown", "400"),
            List.of("k00_remove_nested_running", "500", "Nested container has not terminated yet"),
            List.of("k00_kill_nested", "200", ""),
            List.of("k00_wait_nested", "200", "="),
            List.of("k00_remove_nested", "200", ""),
            List.of("k00_remove_nested_unknown", "200", ""),
            List.of("k01_launch_sigterm", "200", ""),
            List.of("k02_kill_sigterm", "200", ""),
            List.of("k03_wait_sigterm", "200", "="),
            List.of("k04_kill_default", "200", ""),
            List.of("k05_wait_killed", "200", "="),
            List.of("k06_kill_terminated", "404", "Container 's58972-sleep' cannot be found (or is already killed)"),
            List.of("k08_get_containers_after", "200", "{\"type\":\"GET_CONTAINERS\",\"get_containers\":{}}"));

    @Test
    void answersAsMesosDoes(EngineFixture fixture) throws IOException {
        Map<String, String[]> recorded = recorded();
        List<String> wrong = new ArrayList<>();
        try (AgentProcess agent = AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION));
                AgentClient client = agent.client()) {
            for (List<String> call : CALLS) {
                String[] known = recorded.get(call.getFirst());
                Reply reply = client.call(known[1]);
                String expected = call.size() < 3 ? reply.body() : call.get(2).equals("=") ? known[2] : call.get(2);
                if (reply.status() != Integer.parseInt(call.get(1))
                        || !reply.body().equals(expected)) {
                    wrong.add(call + ": " + reply);
                }
            }
            for (String id : List.of("true", "exit7", "nores", "env", "term", "sleep")) {
                assertThat(client.call(AgentClient.about("REMOVE_CONTAINER", "s58972-" + id))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(agent.stop()).isZero();
        }
        assertThat(wrong).isEmpty();
    }

    private static Map<String, String[]> recorded() throws IOException {
        Map<String, String[]> calls = new HashMap<>();
        String file = "protocol/src/test/resources/io/containerizer/protocol/recorded-calls.tsv";
        for (String line : Files.readAllLines(Checkout.root().resolve(file))) {
            String[] fields = line.split("\t", -1);
            calls.put(fields[0], fields);
        }
        return calls;
    }
}
