package io.containerizer.api;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The flags that were given, by name, as they were written. */
public record FlagValues(Map<String, String> given) {

    public static final FlagValues NONE = new FlagValues(Map.of());

    public FlagValues {
        given = Map.copyOf(given);
    }

    /** The value in force, or nothing for a flag that is unset and has no default. */
    public <T> Optional<T> find(Flag<T> flag) {
        String text = given.get(flag.name());
        if (text == null) {
            return flag.fallback().map(flag.parser());
        }
        try {
            return Optional.of(flag.parser().apply(text));
        } catch (ContainerizerException e) {
            throw e.during(ErrorCode.INVALID_FLAG, "read flag --" + flag.name());
        }
    }

    /** The value in force of a flag that has a default. */
    public <T> T get(Flag<T> flag) {
        return find(flag)
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.INVALID_FLAG, "read flag", "--" + flag.name(), "it is not given"));
    }

    /** Checks every given flag against those that exist; all problems are reported together. */
    public void check(Collection<Flag<?>> known) {
        Map<String, Flag<?>> byName = known.stream().collect(Collectors.toMap(Flag::name, f -> f, (a, b) -> a));
        String problems = given.keySet().stream()
                .sorted()
                .map(name -> problem(name, byName))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read flags", "", problems);
        }
    }

    private Optional<String> problem(String name, Map<String, Flag<?>> known) {
        Flag<?> flag = known.get(name);
        if (flag == null) {
            return Optional.of("--" + name + " is not known"
                    + Spelling.nearest(name, known.keySet())
                            .map(n -> ", did you mean --" + n + "?")
                            .orElse(""));
        }
        try {
            find(flag);
            return Optional.empty();
        } catch (ContainerizerException e) {
            return Optional.of("--" + name + ": " + e.subject() + ": " + e.reason()
                    + e.hint().map(h -> " (" + h.replace("; ", ", ") + ")").orElse(""));
        }
    }
}
