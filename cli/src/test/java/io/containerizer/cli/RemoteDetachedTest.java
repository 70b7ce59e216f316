package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Containers that outlive the program that had an agent start them, and the commands that find them again. */
@RequiresLinux
@RequiresRoot
@RequiresCgroup("memory")
class RemoteDetachedTest extends DetachedContract {

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
