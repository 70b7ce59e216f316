package io.containerizer.protocol.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A JSON text that grows from its beginning to its end, with values written as Mesos writes them: doubles have a fraction or
 * are a bare {@code Infinity}, integers of 64 bits are numbers. Whoever writes sees to it that what is begun is ended, and
 * that each value in an object has a name.
 */
public final class JsonText {

    /** Between these a double is written without an exponent. */
    private static final double SMALLEST_PLAIN = 1e-4;

    private static final double LARGEST_PLAIN = 1e17;

    private final StringBuilder out = new StringBuilder();
    private final Map<Descriptor, List<FieldDescriptor>> byName = new HashMap<>();
    private boolean comma;

    public JsonText beginObject() {
        return begin('{');
    }

    public JsonText endObject() {
        return end('}');
    }

    public JsonText beginArray() {
        return begin('[');
    }

    public JsonText endArray() {
        return end(']');
    }

    private JsonText begin(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonText end(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    /** The name of the value that comes next. */
    public JsonText name(String name) {
        separate();
        string(out, name);
        out.append(':');
        comma = false;
        return this;
    }

    public JsonText value(String text) {
        separate();
        string(out, text);
        return this;
    }

    public JsonText value(double number) {
        separate();
        fraction(out, number);
        return this;
    }

    public JsonText value(long number) {
        separate();
        out.append(number);
        return this;
    }

    public JsonText value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    public JsonText field(String name, String text) {
        return name(name).value(text);
    }

    public JsonText field(String name, double number) {
        return name(name).value(number);
    }

    public JsonText field(String name, long number) {
        return name(name).value(number);
    }

    public JsonText field(String name, boolean truth) {
        return name(name).value(truth);
    }

    /** An object with a field for each entry, in the map's order. */
    public JsonText value(Map<String, String> fields) {
        beginObject();
        fields.forEach(this::field);
        return endObject();
    }

    /** Its fields in the order of their declaration. */
    public JsonText value(Message message) {
        return message(message, Descriptor::getFields);
    }

    /** Its fields, and those of the messages in it, in the order of their names. */
    public JsonText valueByName(Message message) {
        return message(message, kind -> byName.computeIfAbsent(kind, JsonText::sorted));
    }

    private JsonText message(Message message, Function<Descriptor, List<FieldDescriptor>> order) {
        separate();
        new MessageWriter(out, order).write(message);
        return this;
    }

    private static List<FieldDescriptor> sorted(Descriptor kind) {
        return kind.getFields().stream()
                .sorted(Comparator.comparing(FieldDescriptor::getName))
                .toList();
    }

    @Override
    public String toString() {
        return out.toString();
    }

    static void fraction(StringBuilder out, double value) {
        double size = Math.abs(value);
        if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
            String plain =
                    new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
            out.append(plain).append(plain.indexOf('.') < 0 ? ".0" : "");
        } else {
            out.append(value); // Infinity and NaN are as Java names them
        }
    }

    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
