package io.containerizer.api;

import java.util.List;
import java.util.Map;

/**
 * What a container runs, with the semantics of Mesos' CommandInfo.
 *
 * @param shell run {@code /bin/sh -c value}; arguments are ignored
 * @param value the shell's line, or the program: looked up on the container's PATH unless it has a slash; empty when
 *     the image's own shall run
 * @param arguments the program's argv, {@code argv[0]} included; where the value is empty what follows the image's
 *     entrypoint in place of its cmd; unused with a shell
 * @param environment variables of the command; they win over all others
 */
public record Command(boolean shell, String value, List<String> arguments, Map<String, String> environment) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (shell && value.isEmpty()) {
            throw missing("a shell command needs a value");
        }
        rejectNul(value);
        arguments.forEach(Command::rejectNul);
        environment.forEach((name, text) -> {
            rejectNul(name);
            rejectNul(text);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_SPEC, "check environment variable", "'" + name + "'", "this is no name");
            }
        });
    }

    /** Runs a program directly; the first word is the program and its {@code argv[0]}. */
    public static Command of(String... words) {
        return of(List.of(words));
    }

    public static Command of(List<String> words) {
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw missing("no program is named");
        }
        return new Command(false, words.getFirst(), words, Map.of());
    }

    public static Command shell(String line) {
        return new Command(true, line, List.of(), Map.of());
    }

    /** Runs what the container's image says. */
    public static Command ofImage() {
        return ofImage(List.of());
    }

    /**
     * Runs what the container's image says, with other arguments.
     *
     * @param arguments what follows the image's entrypoint in place of its cmd; empty: its cmd
     */
    public static Command ofImage(List<String> arguments) {
        return new Command(false, "", arguments, Map.of());
    }

    /** Of a container that runs nothing itself. */
    public static Command none() {
        return ofImage();
    }

    /** Whether the program is the image's to name; without an image there is none. */
    public boolean isOfImage() {
        return value.isEmpty();
    }

    public Command withEnvironment(Map<String, String> variables) {
        return new Command(shell, value, arguments, variables);
    }

    private static ContainerizerException missing(String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "check command", "", why)
                .withHint("name a program and its arguments, or a line for the shell");
    }

    private static void rejectNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check command",
                    "'" + text.replace('\0', '?') + "'",
                    "it contains a NUL byte");
        }
    }
}
