package io.containerizer.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * A setting with the name, type and default of the Mesos agent's flag where there is one.
 *
 * @param name lower case with underscores, without the dashes
 * @param type how a value is written, for the help text
 * @param fallback the default as it would be written; absent: unset
 * @param meaning one sentence
 */
public record Flag<T>(String name, String type, Function<String, T> parser, Optional<String> fallback, String meaning) {

    public static Flag<Boolean> bool(String name, boolean fallback, String meaning) {
        return new Flag<>(name, "true|false", Flag::parseBoolean, Optional.of(Boolean.toString(fallback)), meaning);
    }

    public static Flag<String> text(String name, String fallback, String meaning) {
        return new Flag<>(name, "TEXT", Function.identity(), Optional.of(fallback), meaning);
    }

    public static <T> Flag<T> unset(String name, String type, Function<String, T> parser, String meaning) {
        return new Flag<>(name, type, parser, Optional.empty(), meaning);
    }

    public static <T> Flag<T> of(
            String name, String type, Function<String, T> parser, String fallback, String meaning) {
        return new Flag<>(name, type, parser, Optional.of(fallback), meaning);
    }

    public boolean isBoolean() {
        return type.equals("true|false");
    }

    private static Boolean parseBoolean(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw ContainerizerException.of(
                        ErrorCode.INVALID_FLAG, "read", "'" + text + "'", "it is neither true nor false");
        };
    }
}
