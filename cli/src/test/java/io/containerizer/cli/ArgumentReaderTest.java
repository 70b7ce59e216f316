package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentReaderTest {

    private static Arguments run(String... line) {
        return ArgumentReader.read(RunCommand.SYNTAX, List.of(line));
    }

    private static Arguments exec(String... line) {
        return ArgumentReader.read(ExecCommand.SYNTAX, List.of(line));
    }

    @Test
    void anOptionTakesItsValueBehindAnEqualsSignOrABlank() {
        Arguments arguments = run("--cpus=0.5", "--mem", "64MB", "true");
        assertThat(arguments.one(RunOptions.CPUS)).contains("0.5");
        assertThat(arguments.one(RunOptions.MEM)).contains("64MB");
        assertThat(arguments.words()).containsExactly("true");
    }

    @Test
    void theFirstWordEndsTheOptions() {
        Arguments arguments = run("ls", "--name=x", "-d", "--", "--unknown");
        assertThat(arguments.words()).containsExactly("ls", "--name=x", "-d", "--", "--unknown");
        assertThat(arguments.has(RunOptions.DETACH)).isFalse();
    }

    @Test
    void twoDashesEndTheOptions() {
        assertThat(run("-d", "--", "--name", "-x", "--").words()).containsExactly("--name", "-x", "--");
    }

    @Test
    void execTakesOptionsOnBothSidesOfTheId() {
        for (Arguments arguments : List.of(
                exec("-i", "web", "-t", "--", "ls", "-l"),
                exec("-it", "web", "ls", "-l"),
                exec("-i", "-t", "--", "web", "--", "ls", "-l"))) {
            assertThat(arguments.words()).containsExactly("web", "ls", "-l");
            assertThat(arguments.has(RunOptions.INTERACTIVE)).isTrue();
            assertThat(arguments.has(RunOptions.TTY)).isTrue();
        }
    }

    @Test
    void shortOptionsMayBeJoined() {
        Arguments arguments = run("-itu", "nobody", "-eA=1", "-e", "B=2", "sh");
        assertThat(arguments.has(RunOptions.INTERACTIVE)).isTrue();
        assertThat(arguments.has(RunOptions.TTY)).isTrue();
        assertThat(arguments.one(RunOptions.USER)).contains("nobody");
        assertThat(arguments.all(RunOptions.ENV)).containsExactly("A=1", "B=2");
        assertThat(arguments.words()).containsExactly("sh");
    }

    @Test
    void switchesMayBeSetToFalse() {
        assertThat(run("--detach=false", "sh").has(RunOptions.DETACH)).isFalse();
        assertThat(run("-d", "--detach=0", "sh").has(RunOptions.DETACH)).isFalse();
        assertThat(run("--detach=true", "sh").has(RunOptions.DETACH)).isTrue();
    }

    @Test
    void valuesMayHaveEqualsSigns() {
        assertThat(run("--env=A=b=c", "sh").all(RunOptions.ENV)).containsExactly("A=b=c");
        assertThat(run("--shell=--", "sh").one(RunOptions.SHELL)).contains("--");
    }

    @Test
    void whatIsNoOptionOfTheCommandIsKeptAsAFlag() {
        assertThat(run("--cgroups_root=x", "--cgroups_enable_cfs", "sh").flags())
                .containsEntry("cgroups_root", Optional.of("x"))
                .containsEntry("cgroups_enable_cfs", Optional.empty());
    }

    @ParameterizedTest(name = "run {0}: {1}")
    @CsvSource({
        "--cpus, --cpus needs a value",
        "--name=a --name=b true, --name is given twice",
        "--cgroups_root=a --cgroups_root=b true, --cgroups_root is given twice",
        "-x true, -x is not known",
        "-detach true, '-detach is not known, did you mean --detach?'",
        "-nmae=x true, '-nmae=x is not known, did you mean --name?'",
        "--detach=maybe true, --detach is 'maybe'; it can be true or false",
    })
    void whatCannotBeUnderstoodIsSaid(String line, String message) {
        assertThatThrownBy(() -> run(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage("run: " + message + "; see: containerizer run --help");
    }
}
