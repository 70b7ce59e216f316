package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

    @Test
    void theFirstWordIsTheProgramAndItsOwnFirstArgument() {
        assertThat(Command.of("ls", "-l")).isEqualTo(new Command(false, "ls", List.of("ls", "-l"), Map.of()));
    }

    @Test
    void aShellsLineIsTakenAsItIs() {
        assertThat(Command.shell("a | b; c")).isEqualTo(new Command(true, "a | b; c", List.of(), Map.of()));
    }

    @Test
    void anImagesOwnCommandNeedsNoValue() {
        assertThat(Command.ofImage(List.of("x"))).isEqualTo(new Command(false, "", List.of("x"), Map.of()));
        assertThat(Command.ofImage().isOfImage()).isTrue();
        assertThat(Command.of("x").isOfImage()).isFalse();
        assertThat(Command.shell("x").isOfImage()).isFalse();
    }

    @Test
    void noProgramIsRefused() {
        refuses(Command::of, "name a program");
        refuses(() -> Command.of(""), "name a program");
        refuses(() -> Command.shell(""), "a shell command needs a value");
    }

    @Test
    void aNulByteIsRefusedAnywhere() {
        refuses(() -> Command.of("a\0b"), "'a?b': it contains a NUL byte");
        refuses(() -> Command.of("a", "\0"), "NUL byte");
        refuses(() -> Command.shell("a\0"), "NUL byte");
        refuses(() -> Command.of("a").withEnvironment(Map.of("A", "\0")), "NUL byte");
        refuses(() -> Command.of("a").withEnvironment(Map.of("A\0", "b")), "NUL byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "A=B", "A="})
    void aVariableNeedsAName(String name) {
        refuses(() -> Command.of("a").withEnvironment(Map.of(name, "x")), "this is no name");
    }

    @Test
    void laterChangesOfTheCallersListsDoNotReachIt() {
        List<String> words = new ArrayList<>(List.of("a"));
        Map<String, String> variables = new HashMap<>(Map.of("A", "1"));
        Command command = Command.of(words).withEnvironment(variables);
        words.add("b");
        variables.put("B", "2");
        assertThat(command.arguments()).containsExactly("a");
        assertThat(command.environment()).containsOnlyKeys("A");
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(call)
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(message);
    }
}
