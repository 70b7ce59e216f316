package io.containerizer.agent.metrics;

import java.util.List;

/**
 * Figures of one name in Prometheus' form.
 *
 * @param help in one line
 */
record Family(String name, Type type, String help, List<Point> points) {

    /** As Prometheus names it. */
    enum Type {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /**
     * One figure.
     *
     * @param suffix behind the family's name, such as {@code _bucket}
     * @param labels in order
     */
    record Point(String suffix, List<Label> labels, double value) {
        Point {
            labels = List.copyOf(labels);
        }

        static Point of(long value, Label... labels) {
            return of((double) value, labels);
        }

        static Point of(double value, Label... labels) {
            return new Point("", List.of(labels), value);
        }
    }

    /** What tells figures of one name apart. */
    record Label(String name, String value) {}

    Family {
        points = List.copyOf(points);
    }
}
