package io.containerizer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a command is written. Flags of the engine and its isolators may be given to every command.
 *
 * @param words what follows the options, for the help
 * @param commandAt which word begins a container's command: all behind it belongs to that; 0: there is no such word
 * @param details paragraphs for the help
 * @param examples command lines, each with a comment
 */
record Syntax(
        String name,
        String words,
        String summary,
        List<Option> options,
        int commandAt,
        List<String> details,
        List<String> examples) {

    static final Option HELP = Option.toggle("Print this help.", "--help", "-h");
    static final Option DEBUG = Option.toggle("Print stack traces of errors, and what the engine logs.", "--debug");
    static final Option WORK_DIR = Option.one(
            "DIR",
            "Where sandboxes are kept. Default: /var/lib/mesos; for others than root ~/.local/share/containerizer.",
            "--work_dir");
    static final Option RUNTIME_DIR = Option.one(
            "DIR",
            "Where the state of containers is kept. Default: /var/run/mesos; for others than root "
                    + "$XDG_RUNTIME_DIR/containerizer, or without that /tmp/containerizer-USER.",
            "--runtime_dir");
    static final Option FORMAT = Option.one("text|json", "How to print: for people, or for programs.", "--format");

    /** What every command understands. */
    static final List<Option> COMMON = List.of(WORK_DIR, RUNTIME_DIR, DEBUG, HELP);

    /** A command about containers that are there. */
    static Syntax of(String name, String words, String summary, List<Option> options, List<String> examples) {
        return new Syntax(name, words, summary, options, 0, List.of(), examples);
    }

    /** A command that runs another. */
    static Syntax running(
            String name, String words, int commandAt, String summary, List<Option> options, List<String> examples) {
        return new Syntax(name, words, summary, options, commandAt, List.of(), examples);
    }

    /** One that an agent can do, too. */
    Syntax remote() {
        List<Option> all = new ArrayList<>(options);
        all.addAll(Remote.ALL);
        return new Syntax(name, words, summary, List.copyOf(all), commandAt, details, examples);
    }

    Syntax withDetails(String... paragraphs) {
        return new Syntax(name, words, summary, options, commandAt, List.of(paragraphs), examples);
    }

    Optional<Option> find(String optionName) {
        return find(options, optionName).or(() -> find(COMMON, optionName));
    }

    private static Optional<Option> find(List<Option> among, String optionName) {
        for (Option option : among) {
            if (option.names().contains(optionName)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
