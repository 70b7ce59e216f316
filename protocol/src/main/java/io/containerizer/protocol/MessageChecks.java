package io.containerizer.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.List;

/** What every format checks of a message that comes in. */
public final class MessageChecks {

    private static final int MOST_FIELDS = 8;

    private MessageChecks() {}

    /**
     * @param field the path of the field at fault, such as {@code resources[0].name}; empty: the message as a whole
     */
    public static ContainerizerException invalid(Descriptor kind, String field, String reason) {
        return ContainerizerException.of(
                ErrorCode.INVALID_MESSAGE,
                "read " + kind.getFullName(),
                field.isEmpty() ? "" : "'" + field + "'",
                reason);
    }

    /** Refuses what is larger than allowed, before it is looked at. */
    public static void checkSize(Descriptor kind, byte[] bytes, MessageLimits limits) {
        if (bytes.length > limits.bytes()) {
            throw invalid(
                    kind, "", "it has " + bytes.length + " bytes, and more than " + limits.bytes() + " are refused");
        }
    }

    /**
     * Builds a message, or refuses it if it lacks required fields, naming the first few.
     *
     * @param kind what made the builder
     */
    @SuppressWarnings("unchecked") // the builder has lost the type, but builds messages like the one that made it
    public static <M extends Message> M complete(Message.Builder message, M kind) {
        if (message.isInitialized()) {
            return (M) message.buildPartial();
        }
        List<String> missing = message.findInitializationErrors();
        String more = missing.size() > MOST_FIELDS ? " and " + (missing.size() - MOST_FIELDS) + " more" : "";
        throw invalid(
                kind.getDescriptorForType(),
                "",
                "required fields are missing: "
                        + String.join(", ", missing.subList(0, Math.min(missing.size(), MOST_FIELDS))) + more);
    }
}
