package io.containerizer.agent.resources;

import io.containerizer.protocol.mesos.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of numbers, as ranges in order that neither touch nor overlap. */
record Ranges(List<Range> ranges) {

    /** Both ends belong to it. */
    record Range(long begin, long end) {}

    Ranges {
        ranges = List.copyOf(ranges);
    }

    static Ranges of(Value.Ranges message) {
        return normal(message.getRangeList().stream()
                .filter(range -> range.getBegin() <= range.getEnd())
                .map(range -> new Range(range.getBegin(), range.getEnd()))
                .toList());
    }

    private static Ranges normal(List<Range> any) {
        List<Range> sorted = new ArrayList<>(any);
        sorted.sort(Comparator.comparingLong(Range::begin));
        List<Range> merged = new ArrayList<>();
        for (Range next : sorted) {
            Range last = merged.isEmpty() ? next : merged.getLast();
            if (merged.isEmpty() || next.begin - 1 > last.end) {
                merged.add(next);
            } else {
                merged.set(merged.size() - 1, new Range(last.begin, Math.max(last.end, next.end)));
            }
        }
        return new Ranges(merged);
    }

    Ranges plus(Ranges others) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(others.ranges);
        return normal(all);
    }

    Ranges minus(Ranges others) {
        List<Range> left = ranges;
        for (Range gone : others.ranges) {
            List<Range> next = new ArrayList<>();
            for (Range range : left) {
                if (gone.end < range.begin || gone.begin > range.end) {
                    next.add(range);
                } else {
                    if (range.begin < gone.begin) {
                        next.add(new Range(range.begin, gone.begin - 1));
                    }
                    if (gone.end < range.end) {
                        next.add(new Range(gone.end + 1, range.end));
                    }
                }
            }
            left = next;
        }
        return new Ranges(left);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    Value.Ranges message() {
        Value.Ranges.Builder message = Value.Ranges.newBuilder();
        ranges.forEach(range ->
                message.addRange(Value.Range.newBuilder().setBegin(range.begin).setEnd(range.end)));
        return message.build();
    }
}
