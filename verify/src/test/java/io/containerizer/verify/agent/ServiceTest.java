package io.containerizer.verify.agent;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import io.containerizer.verify.engine.EngineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent as a service of systemd. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class ServiceTest {

    @ParameterizedTest
    @ValueSource(strings = {"file", "abstract"})
    @RequiresTool("socat")
    void theManagerHearsHowTheAgentIs(String kind, EngineFixture fixture) throws IOException {
        Path heard = fixture.top().resolve("heard");
        String name = fixture.top().resolve("notify").toString();
        String receiver = kind.equals("file") ? "UNIX-RECV:" + name : "ABSTRACT-RECV:" + name;
        Process socat = new ProcessBuilder("socat", "-u", receiver, "OPEN:" + heard + ",creat,append").start();
        try {
            eventually("socat listens", () -> kind.equals("abstract") || Files.exists(Path.of(name)));
            Map<String, String> environment =
                    Map.of("NOTIFY_SOCKET", kind.equals("file") ? name : "@" + name, "WATCHDOG_USEC", "600000");
            try (AgentProcess agent =
                    AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION), environment)) {
                eventually("it is ready", () -> read(heard).contains("READY=1\nSTATUS=0 containers"));
                agent.client().call(AgentClient.launch("web", "sleep 1000"));
                eventually(
                        "it gives signs of life, and tells of its containers",
                        () -> read(heard).contains("WATCHDOG=1") && read(heard).contains("STATUS=1 containers"));
                agent.client().call(AgentClient.about("KILL_CONTAINER", "web"));
                agent.client().call(AgentClient.about("WAIT_CONTAINER", "web"));
                assertThat(agent.stop()).isZero();
            }
            assertThat(read(heard)).contains("STOPPING=1");
        } finally {
            socat.destroy();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** What containers need to outlive their agent. */
    @Test
    void theUnitLeavesContainersAlone() throws IOException {
        Path unit = Path.of(System.getProperty("project.root"), "dist/containerizer-agent.service");
        assertThat(Files.readAllLines(unit))
                .contains("Type=notify", "KillMode=process", "Delegate=yes", "WatchdogSec=60", "Restart=on-failure");
    }
}
