package io.containerizer.api;

/**
 * Whether a host can support something.
 *
 * @param evidence what was looked at and found: a file and its value, a call and its errno
 * @param remedy the command or kernel option that mends it; empty when nothing needs mending
 */
public record Verdict(Level level, String evidence, String remedy) {

    /** DEGRADED: it works with a restriction that {@code evidence} names. */
    public enum Level {
        USABLE,
        DEGRADED,
        UNUSABLE
    }

    public static Verdict usable(String evidence) {
        return new Verdict(Level.USABLE, evidence, "");
    }

    public static Verdict degraded(String evidence, String remedy) {
        return new Verdict(Level.DEGRADED, evidence, remedy);
    }

    public static Verdict unusable(String evidence, String remedy) {
        return new Verdict(Level.UNUSABLE, evidence, remedy);
    }

    public boolean isUsable() {
        return level != Level.UNUSABLE;
    }
}
