package io.containerizer.cli;

import io.containerizer.checkpoint.RecordJson;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what programs read. */
final class Json {

    private Json() {}

    static String of(Record record) {
        return RecordJson.write(record, true);
    }

    /** With empty lists. */
    static String whole(Record record) {
        return RecordJson.writeWhole(record);
    }

    /** In one line, for streams of objects. */
    static String line(Record record) {
        return RecordJson.write(record);
    }

    /** An array, an object per line. */
    static String of(List<? extends Record> records) {
        return records.isEmpty()
                ? "[]"
                : records.stream().map(RecordJson::write).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    }
}
