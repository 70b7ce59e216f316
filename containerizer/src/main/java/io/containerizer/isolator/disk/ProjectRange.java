package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The project ids that containers may get, as Mesos writes ranges: {@code [5000-10000]}, {@code [5-9,20-29]}. */
record ProjectRange(List<Interval> intervals) {

    /** The kernel takes the highest 32-bit number for "no project". */
    private static final long HIGHEST = 0xfffffffeL;

    private static final Pattern INTERVAL = Pattern.compile("\\s*(\\d{1,10})\\s*-\\s*(\\d{1,10})\\s*");

    /** Both ends belong to it. */
    record Interval(long first, long last) {}

    /** Sorted, and where they overlap, joined. */
    ProjectRange {
        List<Interval> joined = new ArrayList<>();
        for (Interval next : intervals.stream()
                .sorted(Comparator.comparingLong(Interval::first))
                .toList()) {
            if (!joined.isEmpty() && joined.getLast().last() >= next.first()) {
                Interval before = joined.removeLast();
                joined.add(new Interval(before.first(), Math.max(before.last(), next.last())));
            } else {
                joined.add(next);
            }
        }
        intervals = List.copyOf(joined);
    }

    static ProjectRange parse(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("[") || !stripped.endsWith("]") || stripped.length() < 2) {
            throw invalid(text, "it is not a range");
        }
        List<Interval> intervals = new ArrayList<>();
        for (String part : stripped.substring(1, stripped.length() - 1).split(",", -1)) {
            Matcher matcher = INTERVAL.matcher(part);
            if (!matcher.matches()) {
                throw invalid(text, "'" + part.strip() + "' is not a range");
            }
            intervals.add(interval(text, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        }
        return new ProjectRange(intervals);
    }

    private static Interval interval(String text, long first, long last) {
        if (first > last) {
            throw invalid(text, first + " is above " + last);
        }
        if (first == 0) {
            throw invalid(text, "0 stands for files that belong to no project");
        }
        if (last > HIGHEST) {
            throw invalid(text, "the highest project id is " + HIGHEST);
        }
        return new Interval(first, last);
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read project ids", "'" + text + "'", why)
                .withHint("write for example [5000-10000] or [5000-5999,8000-8999]");
    }

    /** How many ids there are. */
    long size() {
        return intervals.stream().mapToLong(i -> i.last() - i.first() + 1).sum();
    }

    @Override
    public String toString() {
        return intervals.stream().map(i -> i.first() + "-" + i.last()).collect(Collectors.joining(",", "[", "]"));
    }
}
