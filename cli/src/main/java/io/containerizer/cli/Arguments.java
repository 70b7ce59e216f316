package io.containerizer.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line, taken apart. */
final class Arguments {

    private final Syntax syntax;
    private final Map<Option, List<String>> options = new HashMap<>();
    private final Map<String, Optional<String>> flags = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    Arguments(Syntax syntax) {
        this.syntax = syntax;
    }

    Syntax syntax() {
        return syntax;
    }

    /** @param value empty for a switch */
    void add(Option option, String value) {
        List<String> values = options.computeIfAbsent(option, o -> new ArrayList<>());
        if (!values.isEmpty() && option.takesValue() && !option.repeatable()) {
            throw new UsageException(syntax.name(), option.name() + " is given twice");
        }
        if (value.isEmpty() && option.takesValue()) {
            throw usage(option.name() + " is empty");
        }
        values.add(value);
    }

    void remove(Option option) {
        options.remove(option);
    }

    /** One of the engine's or an isolator's; without its dashes. */
    void addFlag(String name, Optional<String> value) {
        if (flags.put(name, value) != null) {
            throw new UsageException(syntax.name(), "--" + name + " is given twice");
        }
    }

    void addWord(String word) {
        words.add(word);
    }

    boolean has(Option option) {
        return options.containsKey(option);
    }

    Optional<String> one(Option option) {
        List<String> values = options.get(option);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    List<String> all(Option option) {
        return options.getOrDefault(option, List.of());
    }

    /** Names without dashes; a value is absent where there was no equals sign. */
    Map<String, Optional<String>> flags() {
        return flags;
    }

    /** What is no option: ids, or the command to run. */
    List<String> words() {
        return words;
    }

    /** The words, when there must be some. */
    List<String> words(String missing) {
        if (words.isEmpty()) {
            throw usage(missing);
        }
        return words;
    }

    /** The one word. */
    String word(String missing) {
        if (words(missing).size() > 1) {
            throw usage("there is one " + missing.replace("no ", "").replace(" is named", "") + " too many: "
                    + words.getLast());
        }
        return words.getFirst();
    }

    /** For commands that take none. */
    void noWords() {
        if (!words.isEmpty()) {
            throw usage("it takes no words: " + words.getFirst());
        }
    }

    /** Whether {@code --format=json} was given. */
    boolean json() {
        String format = one(Syntax.FORMAT).orElse("text");
        if (!format.equals("json") && !format.equals("text")) {
            throw usage("--format is '" + format + "'; it can be text or json");
        }
        return format.equals("json");
    }

    UsageException usage(String reason) {
        return new UsageException(syntax.name(), reason);
    }
}
