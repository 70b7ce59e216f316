package io.containerizer.api;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Mesos' flags write them: a number with a unit, {@code 15secs}, {@code 1.5hrs}. */
public final class MesosDuration {

    private static final String[] UNITS = {"ns", "us", "ms", "secs", "mins", "hrs", "days", "weeks"};
    private static final long[] NANOS = {
        1L,
        1_000L,
        1_000_000L,
        1_000_000_000L,
        60_000_000_000L,
        3_600_000_000_000L,
        86_400_000_000_000L,
        604_800_000_000_000L
    };

    private MesosDuration() {}

    public static Duration parse(String text) {
        int end = 0;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        String unit = text.substring(end);
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                try {
                    return Duration.ofNanos(new BigDecimal(text.substring(0, end))
                            .multiply(BigDecimal.valueOf(NANOS[i]))
                            .toBigInteger()
                            .longValueExact());
                } catch (NumberFormatException e) {
                    break;
                } catch (ArithmeticException e) {
                    throw invalid(text, "it is too long");
                }
            }
        }
        throw invalid(text, "it is not a number with a unit");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Written with the largest unit that divides it. */
    public static String print(Duration duration) {
        long nanos = duration.toNanos();
        int unit = 0;
        for (int i = 0; i < UNITS.length && nanos != 0; i++) {
            if (nanos % NANOS[i] == 0) {
                unit = i;
            }
        }
        return nanos / NANOS[unit] + UNITS[unit];
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read duration", "'" + text + "'", why)
                .withHint("write for example 500ms, 15secs or 1mins; units are ns us ms secs mins hrs days weeks");
    }
}
