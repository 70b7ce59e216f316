package io.containerizer.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of signals, as Linux numbers them. */
final class SignalNames {

    static final int HUP = 1;
    static final int INT = 2;
    static final int KILL = 9;
    static final int USR1 = 10;
    static final int USR2 = 12;
    static final int PIPE = 13;
    static final int TERM = 15;

    /** Each name's place is the signal's number; 16 was for a coprocessor that nobody has. */
    private static final List<String> NAMES = List.of(
            "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    static final int LAST = 64;

    private SignalNames() {}

    /** Reads {@code TERM}, {@code SIGTERM} or {@code 15}; nothing when there is no such signal. */
    static Optional<Integer> parse(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        int number = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
        if (number < 0) {
            try {
                number = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return number >= 1 && number <= LAST ? Optional.of(number) : Optional.empty();
    }

    static List<String> all() {
        return NAMES.subList(1, NAMES.size());
    }
}
