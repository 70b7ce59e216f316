package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code --tty}, typed at through script(1), which runs the program in a terminal, here or by an agent. */
@RequiresLinux
@RequiresRoot
@RequiresTool("script")
abstract class TerminalContract {

    final CliFixture cli = fixture();

    /** Where the program's containers are to be. */
    abstract CliFixture fixture();

    /** In a terminal of 33 rows and 77 columns; says at the end whether its settings are what they were. */
    private Process inTerminal(String command, String... more) throws IOException {
        String program = cli.words(command, more).stream()
                .map(w -> "'" + w.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return new ProcessBuilder(
                        "script",
                        "-qec",
                        "stty rows 33 cols 77; before=$(stty -g); " + program
                                + "; code=$?; [ \"$before\" = \"$(stty -g)\" ] && echo restored; exit $code",
                        "/dev/null")
                .redirectErrorStream(true)
                .start();
    }

    private static void type(Process process, String text) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    @Test
    void theCommandHasATerminalOfTheSameSize() throws IOException {
        Process process = inTerminal("run", "-it", "--shell", "tty; stty size; echo $TERM");
        Result result = CliFixture.finish(process);
        assertThat(result.out()).containsPattern("/dev/pts/\\d+\r\n33 77\r\n").endsWith("restored\r\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void aShellCanBeTypedAt() throws IOException {
        Process process = inTerminal("run", "-it", "--", "sh");
        type(process, "echo 4$((1 + 1))\n");
        CliFixture.readUntil(process.getInputStream(), "\n42\r\n");
        type(process, "echo wait\"\"ing; sleep 40\n");
        CliFixture.readUntil(process.getInputStream(), "\nwaiting\r\n");
        type(process, "\u0003echo inter\"\"rupted\n");
        CliFixture.readUntil(process.getInputStream(), "interrupted\r\n");
        type(process, "exit 6\n");
        Result result = CliFixture.finish(process);
        assertThat(result.out()).endsWith("restored\r\n");
        assertThat(result.code()).isEqualTo(6);
    }

    @Test
    void shortOutputIsNotLost() {
        for (int i = 0; i < 5; i++) {
            assertThat(cli.run("run", "-t", "--", "echo", "quick").out()).isEqualTo("quick\r\n");
        }
    }

    @Test
    void withoutATerminalHereItHasTheUsualSize() {
        assertThat(cli.run("run", "-t", "--", "stty", "size").out()).isEqualTo("24 80\r\n");
    }

    @Test
    void typingNeedsATerminalHere() {
        Result result = cli.run("run", "-it", "--", "sh");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("--tty with --interactive needs a terminal to type at");
    }

    @Test
    void execHasOneToo() throws Exception {
        cli.here("run", "-d", "--name=host", "--", "sleep", "60");
        Process process = inTerminal("exec", "-it", "host", "--", "sh");
        type(process, "stty size; ps -e -o comm= | sort -u | tr '\\n' ,; exit 4\n");
        Result result = CliFixture.finish(process);
        assertThat(result.out())
                .contains("33 77\r\n")
                .contains("container-init,ps,sh,sleep,")
                .endsWith("restored\r\n");
        assertThat(result.code()).isEqualTo(4);
    }

    @Test
    void theTerminalIsRestoredWhenTheContainerIsKilled() throws Exception {
        Process process = inTerminal("run", "-it", "--name=victim", "--shell", "echo re\"\"ady; sleep 60");
        CliFixture.readUntil(process.getInputStream(), "ready");
        TimeUnit.MILLISECONDS.sleep(100);
        cli.here("kill", "--signal=KILL", "victim");
        Result result = CliFixture.finish(process);
        assertThat(result.out()).endsWith("restored\r\n");
        assertThat(result.code()).isEqualTo(137);
    }
}
