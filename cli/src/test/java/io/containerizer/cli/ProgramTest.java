package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no container. */
class ProgramTest {

    static final List<String> COMMANDS = Subcommands.NAMES;

    private final CapturedOutput program = new CapturedOutput();

    @Test
    void withoutACommandItExplainsItself() {
        assertThat(program.run()).isEqualTo(ExitCode.USAGE);
        assertThat(program.err()).contains("Usage: containerizer COMMAND");
        assertThat(program.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help", "-h", "help"})
    void helpNamesEveryCommand(String word) {
        assertThat(program.run(word)).isZero();
        assertThat(program.out()).contains(COMMANDS).contains("containerizer run -- sh -c 'echo hello from $$; ps -e'");
        assertThat(program.err()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyCommandHasHelpWithExamples(String command) {
        assertThat(program.run((command + " --help").split(" "))).isZero();
        assertThat(program.out())
                .contains("Usage: containerizer " + command)
                .contains(Subcommands.find(command).syntax().summary())
                .contains("\nExamples\n  containerizer " + command)
                .contains("--runtime_dir=DIR");
        CapturedOutput other = new CapturedOutput();
        assertThat(other.run(("help " + command).split(" "))).isZero();
        assertThat(other.out()).isEqualTo(program.out());
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyExampleIsUnderstood(String command) {
        for (String example : Subcommands.find(command).syntax().examples()) {
            String words = example.replaceAll("[|<].*", "").replaceAll("'[^']*'|\\$\\([^)]*\\)", "WORD");
            List<String> line = List.of(words.strip().split(" "));
            String name = Subcommands.first(line);
            Syntax syntax = Subcommands.find(name).syntax();
            Arguments read = ArgumentReader.read(syntax, line.subList(name.split(" ").length, line.size()));
            if (name.equals("agent")) {
                AgentCommand.flags(read);
            } else {
                AgentFlags.of(read);
            }
        }
    }

    @Test
    void helpOfRunNamesTheAgentsFlags() {
        assertThat(program.run("run", "--help")).isZero();
        assertThat(program.out())
                .contains("--cgroups_root=TEXT")
                .contains("Default: mesos")
                .contains("\n      /mnt/mesos/sandbox\n");
        assertThat(program.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void itsVersion() {
        assertThat(program.run("--version")).isZero();
        assertThat(program.out()).startsWith("containerizer ");
        CapturedOutput other = new CapturedOutput();
        assertThat(other.run("version")).isZero();
        assertThat(other.out()).isEqualTo(program.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps", "stats"})
    void lookingMakesNothing(String command, @TempDir Path temporary) {
        Path missing = temporary.resolve("run");
        assertThat(program.run(command, "--runtime_dir=" + missing, "--work_dir=" + temporary.resolve("work")))
                .isZero();
        assertThat(program.out().lines()).hasSize(1);
        assertThat(program.err())
                .isEqualTo("containerizer: no container was started here: " + missing + " does not exist\n");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void lookingForImagesMakesNothing(@TempDir Path temporary) {
        Path work = temporary.resolve("work");
        String[] places = {"--runtime_dir=" + temporary.resolve("run"), "--work_dir=" + work};
        assertThat(program.run("images", places[0], places[1])).isZero();
        assertThat(program.out()).isEqualTo("IMAGE   ID   PLATFORM   SIZE   AGE   USED BY\n");
        assertThat(program.err())
                .isEqualTo("containerizer: no image was fetched here: " + work + "/store/docker does not exist\n");
        for (String command : List.of("rm", "inspect")) {
            CapturedOutput other = new CapturedOutput();
            assertThat(other.run("images", command, "app", places[0], places[1]))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(other.err())
                    .isEqualTo("containerizer: look for images in " + work
                            + "/store/docker: it does not exist; fetch images"
                            + " with: containerizer pull NAME; or name their store with --docker_store_dir\n");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatCannotBeUsedNamesItsFlag(@TempDir Path temporary) throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        Path work = temporary.resolve("work");
        program.run("ps", "--runtime_dir=" + file, "--work_dir=" + work);
        assertThat(program.err())
                .contains("make directory " + file + "/containers: ENOTDIR (Not a directory); ")
                .endsWith("name another directory with --runtime_dir\n");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "insepct web, 2, 'read command line: ''insepct'' is no command, did you mean inspect?; see: containerizer --help'",
        "rnu, 2, 'read command line: ''rnu'' is no command, did you mean run?; see: containerizer --help'",
        "rmm, 2, 'read command line: ''rmm'' is no command, did you mean run?; see: containerizer --help'",
        "run --mem -- true, 125, run: --mem needs a value; see: containerizer run --help",
        "'run --isolation=, true', 125, 'run: --isolation is '','', which names no isolator; see: containerizer run --help'",
        "run --launcher=posix -v /a:/b --user=x true, 125, 'run: --user and --volume need the linux launcher, and this is the posix one; see: containerizer run --help'",
        "kill -s 999 x, 2, 'kill: there is no signal ''999'': numbers are 1 to 64; see: containerizer kill --help'",
        "prune, 2, 'read command line: ''prune'' is no command, did you mean images prune?; see: containerizer --help'",
        "images list, 2, images: it takes no words: list; see: containerizer images --help",
        "images prune x, 2, images prune: it takes no words: x; see: containerizer images prune --help",
        "images prune --headroom=2, 2, 'images prune: --headroom is ''2'', which is no number between 0 and 1; see: containerizer images prune --help'",
        "images rm, 2, images rm: no image is named; see: containerizer images rm --help",
        "volumes x, 2, volumes: it takes no words: x; see: containerizer volumes --help",
        "volumes rm, 2, volumes rm: no volume is named; see: containerizer volumes rm --help",
        "volumes rm db, 2, 'volumes rm: ''db'' names no persistent volume; write ROLE/ID; see: containerizer volumes rm --help'",
        "pull, 2, pull: no image is named; see: containerizer pull --help",
        "pull a b, 2, pull: there is one image too many: b; see: containerizer pull --help",
        "pull A, 1, 'read image reference ''A'': ''A'' is no name of a repository: words of lower-case letters and digits, joined by one of . _ __ - and /; write it like [REGISTRY/]REPOSITORY[:TAG][@sha256:DIGEST]'",
        "import, 2, import: no archive is named; see: containerizer import --help",
        "import /no/such.tar, 2, import: there is no /no/such.tar; see: containerizer import --help",
        "import a b c, 2, import: there is one word too many: c; see: containerizer import --help",
        "run --image=x --pull=maybe, 125, 'run: --pull is ''maybe''; it can be missing, always or never; see: containerizer run --help'",
        "run --image=x --platform=y, 125, 'run: --platform is ''y'': it is not OS/ARCHITECTURE[/VARIANT]; write it like linux/amd64 or linux/arm64/v8; see: containerizer run --help'",
        "pull --platform=y x, 2, 'pull: --platform is ''y'': it is not OS/ARCHITECTURE[/VARIANT]; write it like linux/amd64 or linux/arm64/v8; see: containerizer pull --help'",
        "xyzzy, 2, 'read command line: ''xyzzy'' is no command; see: containerizer --help'",
        "--verbose, 2, 'read command line: there is no command behind --verbose; see: containerizer --help'",
        "run, 125, run: no command is named; see: containerizer run --help",
        "run --detatch true, 125, 'run: --detatch is not known, did you mean --detach?; see: containerizer run --help'",
        "run -dt true, 125, run: --detach leaves nobody to type or to look: not together with --tty or --interactive; "
                + "see: containerizer run --help",
        "exec, 125, exec: no container is named; see: containerizer exec --help",
        "exec web, 125, exec: no command is named; see: containerizer exec --help",
        "ps --al, 2, 'ps: --al is not known, did you mean --all?; see: containerizer ps --help'",
        "ps --format=xml, 2, ps: --format is 'xml'; it can be text or json; see: containerizer ps --help",
        "ps web, 2, ps: it takes no words: web; see: containerizer ps --help",
        "logs, 2, logs: no container is named; see: containerizer logs --help",
        "logs a b, 2, logs: there is one container too many: b; see: containerizer logs --help",
        "wait, 125, wait: no container is named; see: containerizer wait --help",
        "kill -s TREM x, 2, 'kill: there is no signal ''TREM'', did you mean TERM?; see: containerizer kill --help'",
        "stats --watch --no-stream, 2, stats: --watch and --no-stream contradict each other; "
                + "see: containerizer stats --help",
    })
    void whatIsWrongIsSaidInOneLine(String line, int code, String message) {
        assertThat(program.run(line.split(" "))).isEqualTo(code);
        assertThat(program.err().lines()).containsExactly("containerizer: " + message);
        assertThat(program.out()).isEmpty();
    }

    @Test
    void traceOnlyOnDemand() {
        program.run("--debug", "ps", "--al");
        assertThat(program.err()).contains("UsageException").contains("\tat io.containerizer.cli.");
    }
}
