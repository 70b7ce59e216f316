package io.containerizer.agent.flags;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** {@code docs/agent.md} has all flags, and no others. */
class FlagPageTest {

    @Test
    void hasEveryFlagOfTheAgent() throws IOException {
        StringBuilder table = new StringBuilder("| flag | value | default | |\n|---|---|---|---|\n");
        AgentFlags.all().stream()
                .sorted(Comparator.comparing(Flag::name))
                .forEach(flag -> table.append("| `--")
                        .append(flag.name())
                        .append("` | `")
                        .append(flag.type().replace("|", "\\|"))
                        .append("` | ")
                        .append(flag.fallback().map(text -> "`" + text + "`").orElse(""))
                        .append(" | ")
                        .append(flag.meaning())
                        .append(" |\n"));
        assertThat(Files.readString(Path.of(System.getProperty("project.root"), "docs", "agent.md")))
                .contains(table);
    }
}
