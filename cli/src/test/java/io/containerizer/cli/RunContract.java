package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} in the foreground, on the real kernel, here or by an agent. */
@RequiresLinux
@RequiresRoot
@RequiresCgroup("memory")
abstract class RunContract {

    final CliFixture cli = fixture();

    /** Where the program's containers are to be. */
    abstract CliFixture fixture();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -KILL $$, 137", "kill -TERM $$, 143", "kill -USR1 $$, 138"})
    void theExitCodeIsTheCommands(String line, int code) {
        Result result = cli.run("run", "--shell", line);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void aCommandThatIsMissing() {
        Result result = cli.run("run", "--", "/no/such/program");
        assertThat(result.code()).isEqualTo(127);
        assertThat(result.err()).isEqualTo("containerizer: execute /no/such/program: there is no such file\n");
    }

    @Test
    void aCommandThatCannotBeExecuted() throws IOException {
        Path file = Files.writeString(cli.top().resolve("script"), "#!/bin/sh\n");
        Result result = cli.run("run", "--", file.toString());
        Files.delete(file);
        assertThat(result.code()).isEqualTo(126);
        assertThat(result.err())
                .contains("EACCES")
                .contains("make it executable")
                .hasLineCount(1);
    }

    @Test
    void aCommandSeesOnlyItsOwnProcesses() {
        Result result = cli.run("run", "--", "ps", "-e", "-o", "pid=,comm=");
        assertThat(result.out().lines().map(String::strip)).containsExactly("1 container-init", "2 ps");
    }

    @Test
    void outputIsBinaryAndSeparate() {
        byte[] bytes = new byte[1 << 20];
        new Random(7).nextBytes(bytes);
        Result result = cli.run(bytes, "run", "-i", "--shell", "echo complaint >&2; cat");
        assertThat(result.bytes()).isEqualTo(bytes);
        assertThat(result.err()).isEqualTo("complaint\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void withoutInteractiveThereIsNoInput() {
        assertThat(cli.run("input".getBytes(), "run", "--", "cat").bytes()).isEmpty();
    }

    @Test
    void outputComesWhileTheCommandRuns() throws IOException {
        Process process = cli.builder("run", "--shell", "echo first; read line; echo last", "-i")
                .start();
        CliFixture.readUntil(process.getInputStream(), "first\n");
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        assertThat(CliFixture.finish(process).out()).isEqualTo("last\n");
    }

    @Test
    void whoeverNeedsTooMuchMemoryIsToldSo() {
        Result result = cli.run("run", "--mem=64MB", "--shell", "head -c 300000000 /dev/zero | tail -c 200000000 >&2");
        assertThat(result.code()).isEqualTo(137);
        assertThat(result.err())
                .contains("containerizer: the container was ended: Memory limit exceeded (OOM): ")
                .contains("Requested: 64MB")
                .contains("Maximum Used: ");
    }

    @Test
    void whenNobodyReadsTheCommandIsEnded() throws Exception {
        Process process = cli.builder("run", "--", "yes").start();
        try (InputStream out = process.getInputStream()) {
            assertThat(out.readNBytes(2)).isEqualTo("y\n".getBytes());
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(141);
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 21", "HUP, 22", "USR1, 23", "USR2, 24"})
    void signalsReachTheCommand(String signal, int code) throws IOException {
        Process process = cli.builder(
                        "run",
                        "--shell",
                        "trap 'exit 21' TERM; trap 'exit 22' HUP; trap 'exit 23' USR1; trap 'exit 24' USR2; echo ready; while :; do sleep 0.02; done")
                .start();
        CliFixture.readUntil(process.getInputStream(), "ready");
        CliFixture.signal(process, signal);
        assertThat(CliFixture.finish(process).code()).isEqualTo(code);
    }

    @Test
    void aSignalDuringTheLaunchIsNotLost() throws Exception {
        Process process = cli.builder("run", "--", "sleep", "50").start();
        TimeUnit.MILLISECONDS.sleep(250); // about when the engine opens; before that the program just ends
        CliFixture.signal(process, "TERM");
        assertThat(CliFixture.finish(process).code()).isEqualTo(143);
        cli.here("ps"); // cleans up behind a program that ended before its launch was through
    }

    @Test
    void optionsMakeTheContainer() {
        Result result = cli.run(
                "run",
                "--env=COLOR=blue",
                "--user=nobody",
                "--rlimit=NOFILE=64:128",
                "--cap=none",
                "--volume=/etc:/mnt:ro",
                "--volume=data:/opt",
                "--name=shown",
                "--shell",
                "echo $COLOR; id -un; ulimit -Sn; ulimit -Hn; grep CapBnd /proc/self/status; ls /mnt/passwd; "
                        + "basename $MESOS_SANDBOX; touch /mnt/x 2>&1 | grep -o Read-only");
        assertThat(result.out().lines())
                .containsExactly(
                        "blue",
                        "nobody",
                        "64",
                        "128",
                        "CapBnd:\t0000000000000000",
                        "/mnt/passwd",
                        "shown",
                        "Read-only");
    }

    @Test
    void keepLeavesRecordAndSandbox() {
        assertThat(cli.run("run", "--keep", "--name=kept", "--shell", "echo x; exit 3")
                        .code())
                .isEqualTo(3);
        assertThat(cli.sandbox("kept").resolve("stdout")).hasContent("x");
        assertThat(cli.here("rm", "kept").code()).isZero();
    }
}
