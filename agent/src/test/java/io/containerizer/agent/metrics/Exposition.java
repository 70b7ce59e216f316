package io.containerizer.agent.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reader of Prometheus' text format: what a scraper might refuse, it refuses. */
record Exposition(Map<String, String> types, Map<String, Double> values) {

    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\\n]|\\\\[\\\\n])+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\""
                    + "(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*\\})?)"
                    + " ([+-]?(?:Inf|\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|NaN)");

    static Exposition parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, Double> values = new HashMap<>();
        Set<String> helped = new HashSet<>();
        String family = "";
        for (String line : text.split("\n")) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                require(helped.add(family), "family twice: " + line);
            } else if (type.matches()) {
                require(type.group(1).equals(family), "type without its help: " + line);
                types.put(family, type.group(2));
                require(type.group(2).equals("counter") == family.endsWith("_total") || endsInTotal(family), line);
            } else {
                require(sample.matches(), "no sample: " + line);
                require(
                        belongs(sample.group(1), family, types.getOrDefault(family, "")),
                        "strange to its family: " + line);
                String number = sample.group(3).replace("Inf", "Infinity");
                require(
                        values.put(sample.group(1) + sample.group(2), Double.parseDouble(number)) == null,
                        "twice: " + line);
            }
        }
        return new Exposition(types, values);
    }

    /** Names of Mesos that end like those of counters and are gauges. */
    private static boolean endsInTotal(String family) {
        return family.startsWith("mesos_");
    }

    private static boolean belongs(String sample, String family, String type) {
        return type.equals("histogram")
                ? Set.of(family + "_bucket", family + "_sum", family + "_count").contains(sample)
                : sample.equals(family);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    double value(String sample) {
        Double value = values.get(sample);
        require(value != null, "there is no " + sample + " in " + values.keySet());
        return value;
    }

    long count(String family) {
        return values.keySet().stream()
                .filter(sample -> sample.startsWith(family + "{"))
                .count();
    }
}
