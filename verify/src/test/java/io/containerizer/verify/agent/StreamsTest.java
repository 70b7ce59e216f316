package io.containerizer.verify.agent;

import static io.containerizer.verify.agent.AgentClient.about;
import static io.containerizer.verify.agent.AgentClient.launch;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions and attachments, with clients that behave and clients that do not. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class StreamsTest {

    private static final String ROOT = "root";

    private static AgentProcess start(EngineFixture fixture) {
        AgentProcess agent = AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION));
        try (AgentClient client = agent.client()) {
            assertThat(client.call(launch(ROOT, "sleep 1000")).status()).isEqualTo(200);
        }
        return agent;
    }

    private static void end(AgentProcess agent) {
        try (AgentClient client = agent.client()) {
            client.call(about("KILL_CONTAINER", ROOT));
            client.call(about("WAIT_CONTAINER", ROOT));
            assertThat(client.call(about("REMOVE_CONTAINER", ROOT)).status()).isEqualTo(200);
        }
        assertThat(agent.stop()).isZero();
    }

    private static String id(String child) {
        return """
                {"value": "%s", "parent": {"value": "root"}}""".formatted(child);
    }

    private static String session(String child, String line, String container) {
        return """
                {"type": "LAUNCH_NESTED_CONTAINER_SESSION", "launch_nested_container_session": {"container_id": %s, \
                "command": {"shell": true, "value": "%s"}%s}}""".formatted(id(child), line, container);
    }

    private static String exit(AgentProcess agent, String child) {
        try (AgentClient client = agent.client()) {
            return client.call("""
                            {"type": "WAIT_CONTAINER", "wait_container": {"container_id": %s}}""".formatted(id(child))).body();
        }
    }

    @Test
    void aSessionSendsAllOutputOfBothStreamsAndEnds(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        try (Stream stream = Stream.open(agent, session("s", "seq 100000; echo oops >&2; exit 4", ""))) {
            Map<String, String> all = stream.readAll();
            StringBuilder numbers = new StringBuilder();
            for (int i = 1; i <= 100_000; i++) {
                numbers.append(i).append('\n');
            }
            assertThat(all.get("STDOUT")).isEqualTo(numbers.toString());
            assertThat(all.get("STDERR")).isEqualTo("oops\n");
        }
        assertThat(exit(agent, "s")).contains("\"exit_status\":1024");
        end(agent);
    }

    @Test
    void whatIsSentToASessionArrivesWhole(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        try (Stream stream = Stream.open(agent, session("s", "sha256sum", ""));
                Stream input = Stream.input(agent, id("s"))) {
            byte[] piece = new byte[100_000];
            for (int i = 0; i < 100; i++) {
                input.sendData(piece);
            }
            input.sendData(new byte[0]);
            assertThat(stream.readAll().get("STDOUT")).startsWith(sha256(10_000_000));
        }
        end(agent);
    }

    private static String sha256(int zeros) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(new byte[zeros]));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTerminalHasASizeAndTakesInputAlsoAfterTheAgentWasKilled(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        try (AgentClient client = agent.client()) {
            assertThat(client.call("""
                            {"type": "LAUNCH_CONTAINER", "launch_container": {"container_id": {"value": "tty"}, \
                            "command": {"shell": true, "value": "stty size; read x; stty size; echo got $x; read y; echo then $y"}, \
                            "container": {"type": "MESOS", "tty_info": {"window_size": {"rows": 33, "columns": 99}}}}}""").status()).isEqualTo(200);
        }
        String tty = """
                {"value": "tty"}""";
        try (Stream output = Stream.open(agent, about("ATTACH_CONTAINER_OUTPUT", "tty"));
                Stream input = Stream.input(agent, tty)) {
            input.resize(44, 88);
            input.sendData("one\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            output.readUntil("got one");
        }
        agent.kill();
        AgentProcess next = AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION));
        try (Stream input = Stream.input(next, tty)) {
            input.sendData("two\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            try (AgentClient client = next.client()) {
                assertThat(AgentClient.exitStatus(client.call(about("WAIT_CONTAINER", "tty"))))
                        .isZero();
            }
        }
        String log = fixture.workDirectory().resolve("containers/tty/stdout").toString();
        eventually(
                "the whole terminal is kept",
                () -> EngineFixture.read(java.nio.file.Path.of(log)).contains("then two"));
        assertThat(EngineFixture.read(java.nio.file.Path.of(log))).contains("33 99", "44 88", "got one");
        try (AgentClient client = next.client()) {
            assertThat(client.call(about("REMOVE_CONTAINER", "tty")).status()).isEqualTo(200);
        }
        end(next);
    }

    @Test
    void aSessionEndsWithItsClient(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        try (Stream stream = Stream.open(agent, session("s", "echo there; sleep 1000", ""))) {
            stream.readUntil("there");
        }
        assertThat(exit(agent, "s")).contains("\"exit_status\":9");
        end(agent);
    }

    @Test
    void onlyOneClientWritesAtATime(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        try (Stream stream = Stream.open(agent, session("s", "cat", ""));
                Stream first = Stream.input(agent, id("s"))) {
            first.sendData("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            stream.readUntil("x");
            try (Stream second = Stream.input(agent, id("s"))) {
                assertThat(second.status()).isEqualTo(409);
            }
        }
        end(agent);
    }

    @Test
    void clientsThatReadNothingHoldNothing(EngineFixture fixture) throws IOException {
        AgentProcess agent = start(fixture);
        int threads = agent.threads();
        List<Socket> idle = new ArrayList<>();
        try (AgentClient client = agent.client()) {
            // without a limit of memory, to which files count where the disk is in memory
            assertThat(client.call("""
                            {"type": "LAUNCH_CONTAINER", "launch_container": {"container_id": {"value": "loud"}, \
                            "command": {"shell": true, "value": "sleep 1; head -c 25000000 /dev/zero; sleep 1000"}}}""").status()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                Socket socket = agent.connect();
                Stream.request(socket, about("ATTACH_CONTAINER_OUTPUT", "loud"));
                idle.add(socket);
            }
            try (Stream stream = Stream.open(agent, about("ATTACH_CONTAINER_OUTPUT", "loud"))) {
                stream.readBytes(20_000_000);
            }
            assertThat(agent.residentMegabytes()).isLessThan(300);
            assertThat(agent.threads()).isLessThan(threads + 20);
            int descriptors = agent.descriptors();
            for (Socket socket : idle) {
                socket.close();
            }
            eventually("they are let go", () -> agent.descriptors() <= descriptors - 50);
            client.call(about("KILL_CONTAINER", "loud"));
            client.call(about("WAIT_CONTAINER", "loud"));
            client.call(about("REMOVE_CONTAINER", "loud"));
        }
        end(agent);
    }
}
