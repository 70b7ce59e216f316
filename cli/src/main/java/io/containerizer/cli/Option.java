package io.containerizer.cli;

import java.util.List;

/**
 * An option of a command. Each is one object for good, so options compare by identity.
 *
 * <p>Options are read without picocli, which only lays out the help: its class files are of Java 5's format, which the
 * JVM's AOT cache does not take, and loading them the slow way costs more than the whole rest of a {@code run}.
 */
final class Option {

    enum Kind {
        SWITCH,
        ONE,
        MANY
    }

    private final List<String> names;
    private final Kind kind;
    private final String value;
    private final String meaning;

    private Option(List<String> names, Kind kind, String value, String meaning) {
        this.names = names;
        this.kind = kind;
        this.value = value;
        this.meaning = meaning;
    }

    /** One that is there or not. */
    static Option toggle(String meaning, String... names) {
        return new Option(List.of(names), Kind.SWITCH, "", meaning);
    }

    /** @param value what stands for its value in the help */
    static Option one(String value, String meaning, String... names) {
        return new Option(List.of(names), Kind.ONE, value, meaning);
    }

    /** One that may be given several times. */
    static Option many(String value, String meaning, String... names) {
        return new Option(List.of(names), Kind.MANY, value, meaning);
    }

    /** With their dashes; the long one first. */
    List<String> names() {
        return names;
    }

    String name() {
        return names.getFirst();
    }

    boolean takesValue() {
        return kind != Kind.SWITCH;
    }

    boolean repeatable() {
        return kind == Kind.MANY;
    }

    String value() {
        return value;
    }

    String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return name();
    }
}
