package io.containerizer.protocol.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageChecks;
import io.containerizer.protocol.json.JsonScanner.Malformed;
import io.containerizer.protocol.json.JsonScanner.Scalar;
import java.util.Optional;

/** Fills one message from one JSON text. */
final class MessageReader {

    private static final int LONGEST_KEY = 40;

    private final JsonScanner json;
    private final Descriptor kind;
    private final int mostDepth;
    private FieldPath path = FieldPath.ROOT;
    private int depth;

    MessageReader(JsonScanner json, Descriptor kind, int mostDepth) {
        this.json = json;
        this.kind = kind;
        this.mostDepth = mostDepth;
    }

    /** Required fields may be missing afterwards. */
    void read(Message.Builder message) {
        try {
            if (json.next() != '{') {
                throw invalid("it is no JSON object");
            }
            object(message);
            json.expectEnd();
        } catch (Malformed e) {
            throw invalid("it is no JSON: " + e.getMessage());
        }
    }

    private void object(Message.Builder message) throws Malformed {
        Descriptor descriptor = message.getDescriptorForType();
        FieldPath outer = path;
        open('{');
        for (boolean more = !json.accept('}'); more; more = another('}')) {
            FieldDescriptor field = descriptor.findFieldByName(json.string());
            json.expect(':');
            if (field == null) {
                skip();
            } else {
                path = outer.field(field.getName());
                message.clearField(field);
                value(message, field);
                path = outer;
            }
        }
        depth--;
    }

    private void value(Message.Builder message, FieldDescriptor field) throws Malformed {
        switch (json.next()) {
            case '{' -> {
                if (field.isMapField()) {
                    map(message, field);
                } else {
                    nested(message, field);
                }
            }
            case '[' -> list(message, field);
            default -> {
                Scalar scalar = json.scalar();
                if (scalar.kind() != Scalar.Kind.NULL) {
                    converted(field, scalar).ifPresent(value -> put(message, field, value));
                }
            }
        }
    }

    private void nested(Message.Builder message, FieldDescriptor field) throws Malformed {
        if (field.getJavaType() != JavaType.MESSAGE) {
            throw invalid("it is an object where " + Scalars.phrase(field) + " belongs");
        }
        Message.Builder inner = message.newBuilderForField(field);
        object(inner);
        put(message, field, inner.buildPartial());
    }

    private void list(Message.Builder message, FieldDescriptor field) throws Malformed {
        if (!field.isRepeated() || field.isMapField()) {
            throw invalid("it is a list where " + Scalars.phrase(field) + " belongs");
        }
        FieldPath outer = path;
        int index = 0;
        open('[');
        for (boolean more = !json.accept(']'); more; more = another(']')) {
            path = outer.element(index++);
            if (json.next() == '[') {
                throw invalid("it is a list where " + Scalars.phrase(field) + " belongs");
            }
            value(message, field);
        }
        path = outer;
        depth--;
    }

    private void map(Message.Builder message, FieldDescriptor field) throws Malformed {
        FieldDescriptor keys = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
        FieldPath outer = path;
        open('{');
        for (boolean more = !json.accept('}'); more; more = another('}')) {
            String name = json.string();
            json.expect(':');
            path = outer.field(printable(name));
            Message.Builder entry = message.newBuilderForField(field);
            Optional<Object> key = converted(keys, new Scalar(Scalar.Kind.STRING, name));
            value(entry, values);
            if (key.isPresent() && entry.hasField(values)) {
                entry.setField(keys, key.get());
                message.addRepeatedField(field, entry.buildPartial());
            }
        }
        path = outer;
        depth--;
    }

    private Optional<Object> converted(FieldDescriptor field, Scalar scalar) {
        try {
            return Scalars.read(field, scalar);
        } catch (Malformed e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static void put(Message.Builder message, FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            message.addRepeatedField(field, value);
        } else {
            message.setField(field, value);
        }
    }

    private void skip() throws Malformed {
        switch (json.next()) {
            case '{' -> {
                open('{');
                for (boolean more = !json.accept('}'); more; more = another('}')) {
                    json.string();
                    json.expect(':');
                    skip();
                }
                depth--;
            }
            case '[' -> {
                open('[');
                for (boolean more = !json.accept(']'); more; more = another(']')) {
                    skip();
                }
                depth--;
            }
            default -> json.scalar();
        }
    }

    private void open(char bracket) throws Malformed {
        if (++depth > mostDepth) {
            throw invalid("it is more than " + mostDepth + " levels deep");
        }
        json.expect(bracket);
    }

    private boolean another(char close) throws Malformed {
        if (json.accept(',')) {
            return true;
        }
        json.expect(close);
        return false;
    }

    /** A key that somebody else chose, for a message. */
    private static String printable(String key) {
        String text = key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "..." : key;
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private ContainerizerException invalid(String reason) {
        return MessageChecks.invalid(kind, path.toString(), reason);
    }
}
