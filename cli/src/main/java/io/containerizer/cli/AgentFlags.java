package io.containerizer.cli;

import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Spelling;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.IsolatorFactories;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The flags of the engine and its isolators in a command line: {@code --name=value}, {@code --name}, {@code --no-name}. */
final class AgentFlags {

    private static final String NO = "no-";

    private AgentFlags() {}

    /** Those given, checked, and the directories to use. */
    static FlagValues of(Arguments arguments) {
        Map<String, String> values = check(arguments);
        Directories.of(arguments).put(values);
        return new FlagValues(values);
    }

    /** Those given, checked; nothing is made. */
    static Map<String, String> check(Arguments arguments) {
        Map<String, String> values = new HashMap<>();
        if (!arguments.flags().isEmpty()) {
            Map<String, Flag<?>> known = known();
            arguments.flags().forEach((name, value) -> put(arguments, known, name, value, values));
        }
        return values;
    }

    private static void put(
            Arguments arguments,
            Map<String, Flag<?>> known,
            String name,
            Optional<String> value,
            Map<String, String> values) {
        Flag<?> flag = known.get(name);
        if (flag != null) {
            if (value.isEmpty() && !flag.isBoolean()) {
                throw arguments.usage("--" + name + " needs a value: write --" + name + "=" + flag.type());
            }
            String text = value.orElse("true");
            if (flag.name().equals(EngineFlags.SANDBOX_DIRECTORY.name()) && !text.startsWith("/")) {
                throw arguments.usage("--" + name + " is '" + text + "', which is no absolute path");
            }
            values.put(name, text);
            return;
        }
        Flag<?> negated = name.startsWith(NO) ? known.get(name.substring(NO.length())) : null;
        if (negated == null || !negated.isBoolean() || value.isPresent()) {
            throw unknown(arguments, known, name);
        }
        values.put(negated.name(), "false");
    }

    private static UsageException unknown(Arguments arguments, Map<String, Flag<?>> known, String name) {
        List<String> names = new ArrayList<>();
        known.keySet().forEach(n -> names.add("--" + n));
        arguments.syntax().options().forEach(o -> names.addAll(o.names()));
        Syntax.COMMON.forEach(o -> names.addAll(o.names()));
        return arguments.usage("--" + name + " is not known"
                + Spelling.nearest("--" + name, names)
                        .map(n -> ", did you mean " + n + "?")
                        .orElse(""));
    }

    /** By name, sorted. */
    static Map<String, Flag<?>> known() {
        Map<String, Flag<?>> known = new TreeMap<>();
        for (IsolatorFactory factory : IsolatorFactories.load().values()) {
            factory.flags().forEach(f -> known.put(f.name(), f));
        }
        EngineFlags.all().forEach(f -> known.put(f.name(), f));
        return known;
    }
}
