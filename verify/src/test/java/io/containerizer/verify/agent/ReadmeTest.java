package io.containerizer.verify.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import io.containerizer.verify.engine.EngineFixture;
import io.containerizer.verify.image.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README shows of the agent is typed as it stands there. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class ReadmeTest {

    private static final String START = "$ sudo bin/containerizer agent --isolation=";

    /** The lines of the example behind the one that starts the agent and what that prints. */
    private static List<String> example() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("project.root"), "README.md"));
        String block = readme.substring(readme.indexOf(START));
        return block.substring(0, block.indexOf("```")).lines().skip(2).toList();
    }

    @Test
    @RequiresTool("curl")
    void theExampleOfTheAgentPrintsWhatItShows(EngineFixture fixture) throws Exception {
        StringBuilder script = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        boolean command = false;
        for (String line : example()) {
            command = line.startsWith("$ ") || command && line.startsWith("    ");
            (command ? script : shown).append(line.replaceFirst("^\\$ ", "")).append('\n');
        }
        assertThat(script).contains("LAUNCH_CONTAINER", "WAIT_CONTAINER", "/monitor/statistics");
        String printed;
        try (AgentProcess agent = AgentProcess.start(
                fixture.top(), fixture.flags("filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem"))) {
            printed =
                    Program.run("bash", "-c", script.toString().replace("127.0.0.1:5051", "127.0.0.1:" + agent.port()));
            assertThat(agent.stop()).isZero();
        }
        String[] parts = shown.toString().replace("\n", "").split("\\.\\.\\.,?");
        assertThat(parts).hasSize(3);
        assertThat(printed)
                .contains(parts[0].substring(0, parts[0].indexOf("\"statistics\"")))
                .contains("\"mem_limit_bytes\":67108864")
                .endsWith(parts[2].substring(parts[2].indexOf("{\"type\"")));
    }
}
