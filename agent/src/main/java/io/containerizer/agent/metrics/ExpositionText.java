package io.containerizer.agent.metrics;

import io.containerizer.agent.metrics.Family.Label;
import io.containerizer.agent.metrics.Family.Point;
import java.util.Locale;

/** Writes families in Prometheus' text format, version 0.0.4. */
final class ExpositionText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder();

    void add(Family family) {
        if (family.points().isEmpty()) {
            return;
        }
        out.append("# HELP ")
                .append(family.name())
                .append(' ')
                .append(escapeHelp(family.help()))
                .append('\n');
        out.append("# TYPE ")
                .append(family.name())
                .append(' ')
                .append(family.type().name().toLowerCase(Locale.ROOT))
                .append('\n');
        family.points().forEach(point -> add(family.name(), point));
    }

    private void add(String name, Point point) {
        out.append(name).append(point.suffix());
        char before = '{';
        for (Label label : point.labels()) {
            out.append(before)
                    .append(label.name())
                    .append("=\"")
                    .append(escapeLabel(label.value()))
                    .append('"');
            before = ',';
        }
        if (before == ',') {
            out.append('}');
        }
        out.append(' ').append(number(point.value())).append('\n');
    }

    private static String escapeHelp(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String escapeLabel(String text) {
        return escapeHelp(text).replace("\"", "\\\"");
    }

    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
