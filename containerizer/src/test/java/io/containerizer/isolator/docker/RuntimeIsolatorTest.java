package io.containerizer.isolator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeIsolatorTest extends IsolatorContractTest {

    private static final ImageDefaults SILENT = image(List.of(), List.of(), List.of(), "");

    @Override
    protected IsolatorFactory factory() {
        return new RuntimeIsolator.Factory();
    }

    @Override
    protected Optional<ImageDefaults> image() {
        return Optional.of(image(List.of("server"), List.of("-v"), List.of("A=1"), "/srv"));
    }

    /**
     * Every cell of the table. The request has a shell's line, a program, arguments; the image of E1 and E2, C1 and C2
     * what is named. The outcome is the program and its argv; {@code line} is a shell's.
     */
    @ParameterizedTest(name = "shell {0}, value {1}, arguments {2}; entrypoint {3}, cmd {4}: {5}")
    @CsvSource({
        "0, 0, 0, 0, 0, error",
        "0, 0, 0, 0, 1, C1 | C1 C2",
        "0, 0, 0, 1, 0, E1 | E1 E2",
        "0, 0, 0, 1, 1, E1 | E1 E2 C1 C2",
        "0, 0, 1, 0, 0, error",
        "0, 0, 1, 0, 1, C1 | C1 A1 A2",
        "0, 0, 1, 1, 0, E1 | E1 E2 A1 A2",
        "0, 0, 1, 1, 1, E1 | E1 E2 A1 A2",
        "0, 1, 0, 0, 0, value |",
        "0, 1, 0, 0, 1, value |",
        "0, 1, 0, 1, 0, value |",
        "0, 1, 0, 1, 1, value |",
        "0, 1, 1, 0, 0, value | A1 A2",
        "0, 1, 1, 0, 1, value | A1 A2",
        "0, 1, 1, 1, 0, value | A1 A2",
        "0, 1, 1, 1, 1, value | A1 A2",
        "1, 0, 0, 0, 0, refused",
        "1, 0, 0, 0, 1, refused",
        "1, 0, 0, 1, 0, refused",
        "1, 0, 0, 1, 1, refused",
        "1, 0, 1, 0, 0, refused",
        "1, 0, 1, 0, 1, refused",
        "1, 0, 1, 1, 0, refused",
        "1, 0, 1, 1, 1, refused",
        "1, 1, 0, 0, 0, line",
        "1, 1, 0, 0, 1, line",
        "1, 1, 0, 1, 0, line",
        "1, 1, 0, 1, 1, line",
        "1, 1, 1, 0, 0, line",
        "1, 1, 1, 0, 1, line",
        "1, 1, 1, 1, 0, line",
        "1, 1, 1, 1, 1, line",
    })
    void theCommandIsTheRequestsOrTheImages(
            int shell, int value, int arguments, int entrypoint, int cmd, String outcome) {
        ImageDefaults image = image(
                entrypoint == 1 ? List.of("E1", "E2") : List.of(),
                cmd == 1 ? List.of("C1", "C2") : List.of(),
                List.of(),
                "");
        List<String> given = arguments == 1 ? List.of("A1", "A2") : List.of();
        if (outcome.equals("refused")) {
            refuses(
                    ErrorCode.INVALID_SPEC,
                    () -> new Command(true, "", given, Map.of()),
                    "a shell command needs a value");
            return;
        }
        Command requested = new Command(shell == 1, value == 1 ? "value" : "", given, Map.of());
        Container container = container(requested, image);
        if (outcome.equals("error")) {
            refuses(
                    ErrorCode.INVALID_IMAGE,
                    () -> isolator(host(CgroupFlavour.V2)).prepare(container),
                    "choose a command out of image test: the image has neither Entrypoint nor Cmd; name a command");
            return;
        }
        assertThat(launched(prepare(container), requested)).isEqualTo(outcome);
    }

    private static String launched(Contribution plan, Command requested) {
        assertThat(plan.command().isPresent()).isEqualTo(requested.isOfImage());
        Command command = plan.command().orElse(requested);
        return command.shell() ? "line" : (command.value() + " | " + String.join(" ", command.arguments())).strip();
    }

    @Test
    void theCommandOfAnImageHasTheRequestsVariables() {
        Container container = container(
                Command.ofImage().withEnvironment(Map.of("A", "1")), image(List.of("x"), List.of(), List.of(), ""));
        assertThat(prepare(container).command()).contains(Command.of("x").withEnvironment(Map.of("A", "1")));
    }

    @ParameterizedTest
    @CsvSource({"'', x", "'', ''"})
    void anEmptyWordIsNoProgram(String first, String second) {
        Container container = container(Command.ofImage(), image(List.of(), List.of(first, second), List.of(), ""));
        refuses(ErrorCode.INVALID_IMAGE, () -> prepare(container), "is an empty word; name a command");
    }

    @Test
    void variablesComeInTheImagesOrderTheLastOfANameCounts() {
        ImageDefaults image =
                image(List.of("x"), List.of(), List.of("Z=1", "A=b=c", "no name", "=neither", "EMPTY=", "Z=2"), "");
        assertThat(prepare(container(Command.ofImage(), image)).environment().entrySet())
                .map(Map.Entry::toString)
                .containsExactly("Z=2", "A=b=c", "EMPTY=");
    }

    @ParameterizedTest
    @CsvSource({"/srv, /srv", "/, /", "srv/x, /srv/x"})
    void theWorkingDirectoryIsTheImages(String said, String absolute) {
        Container container = container(Command.of("x"), image(List.of(), List.of(), List.of(), said));
        assertThat(prepare(container).workingDirectory()).contains(absolute);
    }

    @Test
    void aSilentImageChangesNothing() {
        assertThat(prepare(container(Command.of("x"), SILENT))).isEqualTo(Contribution.NONE);
    }

    @Test
    void withoutAnImageItDoesNothing() {
        Container container = TestContainer.named(top, "web").build();
        assertThat(prepare(container)).isEqualTo(Contribution.NONE);
    }

    @Test
    void aFlagTurnsItOff() {
        Container container = container(Command.ofImage(), image(List.of("x"), List.of(), List.of("A=1"), "/srv"));
        assertThat(isolator(host(CgroupFlavour.V2).flag("docker_ignore_runtime", "true"))
                        .prepare(container))
                .isEqualTo(Contribution.NONE);
    }

    @Test
    void aCommandBesideTheContainersOwnHasItsSurroundings() {
        ImageDefaults image = image(List.of("server"), List.of(), List.of("A=1", "B=1"), "/srv");
        Container parent = TestContainer.named(top, "web")
                .command(Command.ofImage().withEnvironment(Map.of("B", "of the parent's request")))
                .of(image)
                .build();
        Container debug = TestContainer.in(top, parent, "sh").debugIn(image).build();
        Contribution plan = prepare(debug);
        assertThat(plan.command()).isEmpty();
        assertThat(plan.environment()).containsExactly(Map.entry("A", "1"));
        assertThat(plan.workingDirectory()).contains("/srv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Env", "WorkingDir"})
    void aNulByteIsRefused(String part) {
        ImageDefaults image = part.equals("Env")
                ? image(List.of(), List.of(), List.of("A=\0"), "")
                : image(List.of(), List.of(), List.of(), "/\0");
        refuses(
                ErrorCode.INVALID_IMAGE,
                () -> prepare(container(Command.of("x"), image)),
                "use " + part + " of image test: '");
    }

    private Contribution prepare(Container container) {
        return isolator(host(CgroupFlavour.V2)).prepare(container);
    }

    private Container container(Command command, ImageDefaults image) {
        return TestContainer.named(top, "web").command(command).of(image).build();
    }

    private static ImageDefaults image(List<String> entrypoint, List<String> cmd, List<String> env, String directory) {
        return new ImageDefaults(entrypoint, cmd, env, directory, "");
    }

    private static void refuses(ErrorCode code, ThrowingCallable call, String message) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(call)
                .returns(code, ContainerizerException::code)
                .withMessageContaining(message);
    }
}
