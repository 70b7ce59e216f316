package io.containerizer.agent.flags;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads flags as Mesos writes them: {@code --name=value}, {@code --name} and {@code --no-name} for booleans, the variables
 * {@code MESOS_NAME}, and {@code file://} in front of the name of a file with a value. The command line wins over
 * variables. Everything that is wrong is told at once.
 */
public final class FlagReader {

    private static final String VARIABLE = "MESOS_";
    private static final String NO = "no-";
    private static final String FILE = "file://";

    private final Map<String, Flag<?>> known = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> values = new TreeMap<>();

    private FlagReader(Collection<Flag<?>> flags) {
        flags.forEach(flag -> known.put(flag.name(), flag));
    }

    /** @throws ContainerizerException INVALID_FLAG with all that is wrong */
    public static FlagValues read(Collection<Flag<?>> flags, List<String> words, Map<String, String> variables) {
        FlagReader reader = new FlagReader(flags);
        reader.words(words);
        reader.variables(variables);
        return reader.result();
    }

    private void words(List<String> words) {
        for (String word : words) {
            if (word.equals("--")) {
                return;
            }
            if (!word.startsWith("--")) {
                problems.add("'" + word + "' is no flag");
                continue;
            }
            int equals = word.indexOf('=');
            String name =
                    (equals < 0 ? word : word.substring(0, equals)).substring(2).toLowerCase(Locale.ROOT);
            word(name, equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)));
        }
    }

    private void word(String name, Optional<String> value) {
        Flag<?> flag = known.get(name);
        if (flag != null) {
            if (value.isEmpty() && !flag.isBoolean()) {
                problems.add("--" + name + " needs a value: --" + name + "=" + flag.type());
                return;
            }
            put(flag, value.filter(v -> !v.isEmpty() || !flag.isBoolean()).orElse("true"));
            return;
        }
        Flag<?> negated = name.startsWith(NO) ? known.get(name.substring(NO.length())) : null;
        if (negated == null) {
            problems.add(unknown(name));
        } else if (!negated.isBoolean()) {
            problems.add("--" + name + " makes no sense: --" + negated.name() + " is not true or false");
        } else if (value.isPresent()) {
            problems.add("--" + name + " takes no value");
        } else {
            put(negated, "false");
        }
    }

    private String unknown(String name) {
        return OtherFlags.reason(name.startsWith(NO) ? name.substring(NO.length()) : name)
                .map(reason -> "--" + name + " has no effect here: " + reason)
                .orElseGet(() -> "--" + name + " is not known"
                        + Spelling.nearest(name, known.keySet())
                                .map(near -> ", did you mean --" + near + "?")
                                .orElse(""));
    }

    private void put(Flag<?> flag, String text) {
        if (values.containsKey(flag.name())) {
            problems.add("--" + flag.name() + " is given twice");
            return;
        }
        values.put(flag.name(), text);
    }

    /** Those of other programs may be among them, so unknown names are passed over. */
    private void variables(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                Flag<?> flag = known.get(name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT));
                if (flag != null) {
                    values.putIfAbsent(flag.name(), value.isEmpty() && flag.isBoolean() ? "true" : value);
                }
            }
        });
    }

    private FlagValues result() {
        values.replaceAll(this::content);
        FlagValues all = new FlagValues(values);
        try {
            all.check(known.values());
        } catch (ContainerizerException e) {
            problems.add(e.reason());
        }
        if (!problems.isEmpty()) {
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read flags", "", String.join("; ", problems))
                    .withHint("see: containerizer agent --help");
        }
        return all;
    }

    /** Flags whose value is a path keep it: they may name a file in this way, too. */
    private String content(String name, String value) {
        Flag<?> flag = known.get(name);
        if (!value.startsWith(FILE)
                || flag == null
                || flag.type().equals("FILE")
                || flag.type().equals("DIR")) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(FILE.length())));
        } catch (IOException | InvalidPathException e) {
            problems.add("--" + name + ": cannot read " + value.substring(FILE.length()) + ": " + e.getMessage());
            return value;
        }
    }
}
