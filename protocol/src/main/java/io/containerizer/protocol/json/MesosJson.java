package io.containerizer.protocol.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.MessageChecks;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Messages as JSON, as Mesos writes and reads them. Names are those of the {@code .proto} files. Numbers of 64 bits are
 * numbers, bytes are base64, doubles have a fraction or are a bare {@code Infinity}, {@code -Infinity} or {@code NaN}. Written
 * are, in the order of declaration, the fields that are set, and those that have an explicit default and are not
 * deprecated. Reading is lenient: what it does not know it ignores, numbers and booleans may be strings, what belongs in a
 * list may stand alone, of fields given twice the last counts, and an unknown name of an optional enum leaves it unset.
 */
public final class MesosJson implements MessageFormat {

    private final MessageLimits limits;

    public MesosJson(MessageLimits limits) {
        this.limits = limits;
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public <M extends Message> M read(byte[] json, M kind) {
        Descriptor descriptor = kind.getDescriptorForType();
        MessageChecks.checkSize(descriptor, json, limits);
        Message.Builder builder = kind.newBuilderForType();
        new MessageReader(new JsonScanner(text(descriptor, json)), descriptor, limits.depth()).read(builder);
        return MessageChecks.complete(builder, kind);
    }

    private static String text(Descriptor descriptor, byte[] json) throws ContainerizerException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MessageChecks.invalid(descriptor, "", "it is no UTF-8").causedBy(e);
        }
    }

    @Override
    public byte[] write(Message message) {
        return text(message).getBytes(StandardCharsets.UTF_8);
    }

    /** The message in one line. */
    public String text(Message message) {
        StringBuilder out = new StringBuilder();
        new MessageWriter(out, Descriptor::getFields).write(message);
        return out.toString();
    }

    /** The same with the fields in the order of their names, as Mesos has them in endpoints such as its statistics. */
    public String textByName(Message message) {
        return new JsonText().valueByName(message).toString();
    }
}
