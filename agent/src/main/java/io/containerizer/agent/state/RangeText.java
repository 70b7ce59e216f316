package io.containerizer.agent.state;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Ranges of numbers as Mesos writes them: {@code [31000-32000, 33000-33010]}, both ends included. */
final class RangeText {

    private RangeText() {}

    /** In order; those that overlap or touch are one. */
    static Value.Ranges parse(String text) {
        String bare = text.replaceAll("\\s", "");
        if (!bare.matches("\\[(\\d{1,18}-\\d{1,18}(,\\d{1,18}-\\d{1,18})*)?\\]")) {
            throw invalid(text, "it is not [FIRST-LAST,FIRST-LAST...]");
        }
        List<long[]> all = new ArrayList<>();
        for (String part : bare.substring(1, bare.length() - 1).split(",")) {
            if (!part.isEmpty()) {
                String[] ends = part.split("-");
                long[] range = {Long.parseLong(ends[0]), Long.parseLong(ends[1])};
                if (range[0] > range[1]) {
                    throw invalid(text, "a range ends before it begins");
                }
                all.add(range);
            }
        }
        return merged(all);
    }

    private static Value.Ranges merged(List<long[]> all) {
        all.sort(Comparator.comparingLong(range -> range[0]));
        List<long[]> merged = new ArrayList<>();
        for (long[] range : all) {
            if (!merged.isEmpty() && range[0] <= merged.getLast()[1] + 1) {
                merged.getLast()[1] = Math.max(merged.getLast()[1], range[1]);
            } else {
                merged.add(range.clone());
            }
        }
        Value.Ranges.Builder message = Value.Ranges.newBuilder();
        merged.forEach(range ->
                message.addRange(Value.Range.newBuilder().setBegin(range[0]).setEnd(range[1])));
        return message.build();
    }

    static String print(Value.Ranges ranges) {
        return ranges.getRangeList().stream()
                .map(range -> range.getBegin() + "-" + range.getEnd())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read ranges", "'" + text + "'", why);
    }
}
