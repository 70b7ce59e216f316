package io.containerizer.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One resource limit of the kernel ({@code setrlimit}), for the command and what it starts.
 *
 * @param soft the limit in force, in the type's unit; {@link #INFINITY}: none
 * @param hard up to which the command may raise it
 */
public record Rlimit(Type type, long soft, long hard) {

    public static final long INFINITY = -1;

    public Rlimit {
        if (soft < INFINITY || hard < INFINITY || (hard != INFINITY && (soft == INFINITY || soft > hard))) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check rlimit " + type,
                    soft + ":" + hard,
                    "the soft limit exceeds the hard one");
        }
    }

    /** The kernel's resources; each ordinal is the kernel's number on every machine we build for. */
    public enum Type {
        CPU,
        FSIZE,
        DATA,
        STACK,
        CORE,
        RSS,
        NPROC,
        NOFILE,
        MEMLOCK,
        AS,
        LOCKS,
        SIGPENDING,
        MSGQUEUE,
        NICE,
        RTPRIO,
        RTTIME
    }

    /** Reads {@code NOFILE=1024:4096}, {@code NOFILE=1024} or {@code CORE=unlimited}. */
    public static Rlimit parse(String text) {
        int equals = text.indexOf('=');
        String[] values = text.substring(equals + 1).split(":", -1);
        if (equals > 0 && values.length <= 2) {
            Type type = type(text, text.substring(0, equals));
            return new Rlimit(type, number(text, values[0]), number(text, values[values.length - 1]));
        }
        throw invalid(text);
    }

    private static Type type(String text, String name) {
        for (Type type : Type.values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        List<String> names = Arrays.stream(Type.values()).map(Type::name).toList();
        throw ContainerizerException.of(
                        ErrorCode.INVALID_FLAG, "read rlimit", "'" + text + "'", "there is no limit of this name")
                .withHint(Spelling.nearest(name.toUpperCase(Locale.ROOT), names)
                        .map(n -> "did you mean " + n + "?")
                        .orElse("names are " + String.join(" ", names)));
    }

    private static long number(String text, String value) {
        try {
            if (value.equals("unlimited")) {
                return INFINITY;
            }
            if (value.startsWith("-") || value.startsWith("+")) {
                throw invalid(text);
            }
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
    }

    private static ContainerizerException invalid(String text) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read rlimit", "'" + text + "'", "it does not parse")
                .withHint("write for example NOFILE=1024:4096 or CORE=unlimited");
    }
}
