package io.containerizer.api;

import java.util.Locale;

/**
 * An amount of memory or disk. Text form: digits and a unit, {@code B KB MB GB TB} in any case, powers of 1024; printed
 * with the largest unit that divides it exactly ({@code 10MB}, {@code 1536B}).
 */
public record Bytes(long value) implements Comparable<Bytes> {

    public static final Bytes ZERO = new Bytes(0);
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    public Bytes {
        if (value < 0) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "read bytes", Long.toString(value), "it is negative");
        }
    }

    public static Bytes megabytes(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 20));
    }

    public static Bytes parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        String unit = text.substring(digits).toUpperCase(Locale.ROOT);
        for (int i = 0; i < UNITS.length && digits > 0; i++) {
            if (UNITS[i].equals(unit)) {
                try {
                    return new Bytes(Math.multiplyExact(Long.parseLong(text.substring(0, digits)), 1L << (10 * i)));
                } catch (ArithmeticException | NumberFormatException e) {
                    throw invalid(text, "it is too large");
                }
            }
        }
        throw invalid(text, "it is not a whole number with a unit");
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read bytes", "'" + text + "'", why)
                .withHint("write for example 512KB, 64MB or 2GB");
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        int unit = 0;
        long count = value;
        while (count != 0 && count % 1024 == 0 && unit < UNITS.length - 1) {
            count /= 1024;
            unit++;
        }
        return count + UNITS[unit];
    }
}
