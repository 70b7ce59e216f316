import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** The figures of one run, for people and for programs. */
final class Report {

    private final Map<String, OptionalDouble> figures = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final String machine;

    Report(String machine) {
        this.machine = machine;
    }

    /** How many times as long, written without an exponent. */
    static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    void section(String title) {
        lines.add("");
        lines.add("%-40s %9s %9s %9s".formatted(title, "median", "fastest", "slowest"));
        lines.add("%-40s %9s %9s %9s".formatted("", "", "tenth", "tenth"));
    }

    /** Milliseconds, each a launch or a look. */
    void times(String key, double[] millis) {
        double median = quantile(millis, 0.5);
        double fast = quantile(millis, 0.1);
        figure(key, median);
        figure(key.replaceFirst("_ms$", "_p10_ms"), fast);
        lines.add("  %-38s %9.3f %9.3f %9.3f".formatted(key, median, fast, quantile(millis, 0.9)));
    }

    void value(String key, double value) {
        figure(key, value);
        lines.add("  %-38s %9s".formatted(key, plain(round(value))));
    }

    void missing(String key, String why) {
        figures.put(key, OptionalDouble.empty());
        lines.add("  %-38s %9s   %s".formatted(key, "-", why));
        note(key + ": " + why);
    }

    /** Not there, and no line of its own either. */
    void missing(String key) {
        figures.put(key, OptionalDouble.empty());
    }

    void ratio(String key, String of, String to) {
        OptionalDouble a = find(of);
        OptionalDouble b = find(to);
        if (a.isPresent() && b.isPresent() && b.getAsDouble() > 0) {
            double ratio = a.getAsDouble() / b.getAsDouble();
            figure(key, ratio);
            lines.add("  %-38s %9.2f   %s / %s".formatted(key, ratio, of, to));
        }
    }

    void heading(String title) {
        lines.add("");
        lines.add(title);
    }

    /** A figure once more, with what it may be at most. */
    void limit(String key, double most) {
        find(key)
                .ifPresent(v -> lines.add("  %-38s %9s   at most %-6s %s"
                        .formatted(key, plain(v), plain(most), v <= most ? "ok" : "MISSED")));
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    private void figure(String key, double value) {
        figures.put(key, OptionalDouble.of(round(value)));
    }

    private OptionalDouble find(String key) {
        return figures.getOrDefault(key, OptionalDouble.empty());
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }

    String forPeople() {
        StringBuilder text = new StringBuilder(machine).append('\n');
        lines.forEach(l -> text.append(l.stripTrailing()).append('\n'));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(n -> text.append("note: ").append(n).append('\n'));
        }
        return text.toString();
    }

    String json() {
        UnaryOperator<String> quote =
                s -> '"' + s.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        List<String> members = new ArrayList<>();
        members.add("\"machine\": " + quote.apply(machine));
        figures.forEach((key, value) ->
                members.add(quote.apply(key) + ": " + (value.isPresent() ? plain(value.getAsDouble()) : "null")));
        members.add("\"notes\": [" + String.join(", ", notes.stream().map(quote).toList()) + "]");
        return "{\n  " + String.join(",\n  ", members) + "\n}\n";
    }
}
