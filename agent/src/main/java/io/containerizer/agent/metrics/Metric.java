package io.containerizer.agent.metrics;

/**
 * One figure.
 *
 * @param name as in Mesos, such as {@code slave/cpus_total}
 * @param help a sentence without a full stop
 */
public record Metric(String name, Kind kind, String help, double value) {

    /** How a figure moves. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Up only, from 0 at the agent's start. */
        COUNTER
    }

    public static Metric gauge(String name, String help, double value) {
        return new Metric(name, Kind.GAUGE, help, value);
    }

    public static Metric gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    public static Metric counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    public static Metric counter(String name, String help, double value) {
        return new Metric(name, Kind.COUNTER, help, value);
    }
}
