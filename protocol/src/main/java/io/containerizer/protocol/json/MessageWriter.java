package io.containerizer.protocol.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Appends messages to a text. */
final class MessageWriter {

    /** Messages whose lists are written when they are empty, too: the reference writes these by hand. */
    private static final Set<Descriptor> WITH_EMPTY_LISTS = Set.of(
            Response.GetTasks.getDescriptor(),
            Response.GetExecutors.getDescriptor(),
            Response.GetFrameworks.getDescriptor());

    private final StringBuilder out;
    private final Function<Descriptor, List<FieldDescriptor>> order;

    MessageWriter(StringBuilder out, Function<Descriptor, List<FieldDescriptor>> order) {
        this.out = out;
        this.order = order;
    }

    void write(Message message) {
        Descriptor descriptor = message.getDescriptorForType();
        boolean emptyLists = WITH_EMPTY_LISTS.contains(descriptor);
        char before = '{';
        for (FieldDescriptor field : order.apply(descriptor)) {
            if (isWritten(message, field, emptyLists)) {
                out.append(before);
                before = ',';
                string(field.getName());
                out.append(':');
                field(field, message.getField(field));
            }
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static boolean isWritten(Message message, FieldDescriptor field, boolean emptyLists) {
        if (field.isRepeated()) {
            return emptyLists || message.getRepeatedFieldCount(field) > 0;
        }
        return message.hasField(field)
                || (field.hasDefaultValue() && !field.getOptions().getDeprecated());
    }

    private void field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            map(field, (List<?>) value);
        } else if (field.isRepeated()) {
            char before = '[';
            for (Object element : (List<?>) value) {
                out.append(before);
                before = ',';
                single(field, element);
            }
            out.append(before == '[' ? "[]" : "]");
        } else {
            single(field, value);
        }
    }

    private void map(FieldDescriptor field, List<?> entries) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        char before = '{';
        for (Object element : entries) {
            Message entry = (Message) element;
            out.append(before);
            before = ',';
            string(entry.getField(key).toString());
            out.append(':');
            single(value, entry.getField(value));
        }
        out.append('}');
    }

    private void single(FieldDescriptor field, Object value) {
        switch (field.getType()) {
            case MESSAGE, GROUP -> write((Message) value);
            case STRING -> string((String) value);
            case BYTES -> {
                out.append('"');
                out.append(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
                out.append('"');
            }
            case ENUM -> string(((EnumValueDescriptor) value).getName());
            case BOOL -> out.append((boolean) value);
            case DOUBLE -> fraction((double) value);
            case FLOAT -> fraction(Double.parseDouble(value.toString())); // as short as the float is
            case UINT32, FIXED32 -> out.append(Integer.toUnsignedString((int) value));
            case UINT64, FIXED64 -> out.append(Long.toUnsignedString((long) value));
            case INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64 -> out.append(value);
        }
    }

    private void fraction(double value) {
        JsonText.fraction(out, value);
    }

    private void string(String text) {
        JsonText.string(out, text);
    }
}
