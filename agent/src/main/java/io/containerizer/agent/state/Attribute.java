package io.containerizer.agent.state;

import com.google.gson.JsonPrimitive;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A property of a host that frameworks choose by: a number, a text, or ranges of numbers. */
public sealed interface Attribute {

    record Scalar(double value) implements Attribute {}

    record Text(String value) implements Attribute {}

    record Ranges(Value.Ranges value) implements Attribute {}

    /** Reads {@code rack:r1;level:3;ports:[1-2]}, in this order. */
    static Map<String, Attribute> parse(String text) {
        Map<String, Attribute> all = new LinkedHashMap<>();
        for (String part : text.split("[;\n]")) {
            if (part.isBlank()) {
                continue;
            }
            int colon = part.indexOf(':');
            String name = colon < 0 ? "" : part.substring(0, colon).strip();
            if (name.isEmpty()) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_FLAG, "read attribute", "'" + part.strip() + "'", "it is not name:value");
            }
            all.put(name, value(part.substring(colon + 1).strip()));
        }
        return all;
    }

    private static Attribute value(String text) {
        if (text.startsWith("[")) {
            return new Ranges(RangeText.parse(text));
        }
        return ResourceText.number(text).<Attribute>map(Scalar::new).orElseGet(() -> new Text(text));
    }

    /** As in {@code /state}. */
    default JsonPrimitive json() {
        return switch (this) {
            case Scalar s -> new JsonPrimitive(s.value);
            case Text t -> new JsonPrimitive(t.value);
            case Ranges r -> new JsonPrimitive(RangeText.print(r.value));
        };
    }

    default io.containerizer.protocol.mesos.Attribute message(String name) {
        var message = io.containerizer.protocol.mesos.Attribute.newBuilder().setName(name);
        return switch (this) {
            case Scalar s ->
                message.setType(Value.Type.SCALAR)
                        .setScalar(Value.Scalar.newBuilder().setValue(s.value))
                        .build();
            case Text t ->
                message.setType(Value.Type.TEXT)
                        .setText(Value.Text.newBuilder().setValue(t.value))
                        .build();
            case Ranges r ->
                message.setType(Value.Type.RANGES).setRanges(r.value).build();
        };
    }

    /** The number of a scalar. */
    default Optional<Double> number() {
        return this instanceof Scalar s ? Optional.of(s.value) : Optional.empty();
    }
}
