package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** {@code --tty}, typed at through script(1), which runs the program in a terminal, by an engine of the program. */
@RequiresLinux
@RequiresRoot
@RequiresTool("script")
class TerminalTest extends TerminalContract {

    @Override
    CliFixture fixture() {
        return new CliFixture();
    }

    @AfterEach
    void close() throws IOException {
        cli.close();
        assertThat(cli.leftovers()).isEmpty();
    }
}
