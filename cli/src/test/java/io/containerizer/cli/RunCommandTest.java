package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code run} in the foreground, on the real kernel, by an engine of the program. */
@RequiresLinux
@RequiresRoot
@RequiresCgroup("memory")
class RunCommandTest extends RunContract {

    @Override
    CliFixture fixture() {
        return new CliFixture();
    }

    @AfterEach
    void close() throws IOException {
        assertThat(cli.leftovers()).isEmpty();
        cli.close();
    }

    @Test
    void anEngineThatCannotDoWhatIsAsked() {
        Result result = cli.run("run", "--isolation=filesystem/linux,cgroup/mem", "--", "true");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err())
                .contains("use isolator 'cgroup/mem'")
                .contains("did you mean cgroups/mem?")
                .hasLineCount(1);
    }

    @Test
    void anOptionNeedsItsIsolator() {
        Result result = cli.run("run", "--isolation=filesystem/linux", "--rlimit=NOFILE=64", "--", "true");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("--rlimit needs the isolator posix/rlimits in --isolation");
    }

    @Test
    void whatNoIsolatorHeedsIsSaid() {
        Result result = cli.run(
                "run",
                "--isolation=filesystem/linux",
                "--mem=64MB",
                "--cpus_limit=1",
                "--cgroups_pids_max=5",
                "--",
                "true");
        assertThat(result.err().lines())
                .containsExactly(
                        "containerizer: warning: --cpus_limit has no effect without the isolator cgroups/cpu",
                        "containerizer: warning: --mem has no effect without the isolator cgroups/mem",
                        "containerizer: warning: --cgroups_pids_max has no effect without the isolator cgroups/pids");
        assertThat(result.code()).isZero();
    }

    @Test
    void anOldNameOfAnIsolatorIsHeededToo() {
        assertThat(cli.run("run", "--isolation=cgroups", "--mem=64MB", "--cpus=1", "--", "true")
                        .err())
                .isEmpty();
    }

    @Test
    void lessMemoryThanTheLeastIsRaised() {
        assertThat(cli.run("run", "--mem=1MB", "--", "true").err())
                .isEqualTo("containerizer: note: --mem is raised to 32MB, the least that cgroups/mem gives\n");
    }

    @Test
    @RequiresCgroup("pids")
    void aCapOnProcessesBringsItsIsolator() {
        Result result = cli.run("run", "--cgroups_pids_max=3", "--shell", "sleep 9 & sleep 9 & sleep 9 & wait");
        assertThat(result.err()).containsIgnoringCase("cannot fork");
    }
}
