package io.containerizer.cli;

import io.containerizer.api.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a command line apart, as its syntax says. */
final class ArgumentReader {

    private final Syntax syntax;
    private final List<String> line;
    private final Arguments result;
    private int at;

    private ArgumentReader(Syntax syntax, List<String> line) {
        this.syntax = syntax;
        this.line = line;
        this.result = new Arguments(syntax);
    }

    /** @param line what stands behind the command's name */
    static Arguments read(Syntax syntax, List<String> line) {
        return new ArgumentReader(syntax, line).read();
    }

    private Arguments read() {
        while (at < line.size()) {
            String word = line.get(at++);
            if (word.equals("--")) {
                rest();
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                shortOptions(word);
            } else {
                result.addWord(word);
                if (result.words().size() == syntax.commandAt()) {
                    rest();
                }
            }
        }
        return result;
    }

    private void rest() {
        while (at < line.size()) {
            String word = line.get(at++);
            boolean separator = word.equals("--") && result.words().size() < syntax.commandAt();
            if (!separator) {
                result.addWord(word);
            }
        }
    }

    private void longOption(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        Optional<Option> known = syntax.find(name);
        if (known.isEmpty()) {
            result.addFlag(name.substring(2), value);
            return;
        }
        Option option = known.get();
        if (option.takesValue()) {
            result.add(option, value.isPresent() ? value.get() : next(name));
        } else {
            toggle(option, value.orElse("true"));
        }
    }

    private void toggle(Option option, String value) {
        switch (value) {
            case "true", "1" -> result.add(option, "");
            case "false", "0" -> result.remove(option);
            default -> throw result.usage(option.name() + " is '" + value + "'; it can be true or false");
        }
    }

    /** {@code -it}, {@code -u nobody} or {@code -unobody}; not a long option that lacks a dash. */
    private void shortOptions(String word) {
        if (word.length() > 2 && syntax.find("-" + word).isPresent()) {
            throw unknown(word, word);
        }
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = syntax.find(name).orElseThrow(() -> unknown(word, name));
            if (option.takesValue()) {
                result.add(option, i + 1 < word.length() ? word.substring(i + 1) : next(name));
                return;
            }
            result.add(option, "");
        }
    }

    private String next(String name) {
        if (at == line.size() || line.get(at).equals("--")) {
            throw result.usage(name + " needs a value");
        }
        return line.get(at++);
    }

    /** A word like {@code -name} was probably meant as a long option. */
    private UsageException unknown(String word, String name) {
        List<String> names = new ArrayList<>();
        syntax.options().forEach(o -> names.addAll(o.names()));
        Syntax.COMMON.forEach(o -> names.addAll(o.names()));
        int equals = word.indexOf('=');
        Optional<String> near = word.length() > 2
                ? Spelling.nearest("-" + (equals < 0 ? word : word.substring(0, equals)), names)
                : Optional.empty();
        return result.usage((near.isPresent() ? word : name) + " is not known"
                + near.map(n -> ", did you mean " + n + "?").orElse(""));
    }
}
