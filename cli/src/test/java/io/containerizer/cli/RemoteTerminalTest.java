package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** {@code --tty} by an agent. */
@RequiresLinux
@RequiresRoot
@RequiresTool("script")
class RemoteTerminalTest extends TerminalContract {

    private static AgentFixture agent;

    @BeforeAll
    static void start() throws Exception {
        agent = new AgentFixture();
    }

    @Override
    CliFixture fixture() {
        return agent.byPort();
    }

    @AfterEach
    void clean() {
        cli.clean();
        assertThat(cli.leftContainers()).isEmpty();
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }
}
