package io.containerizer.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;

/** Messages as protobuf. */
public final class MesosProtobuf implements MessageFormat {

    private final MessageLimits limits;

    public MesosProtobuf(MessageLimits limits) {
        this.limits = limits;
    }

    @Override
    public String mediaType() {
        return "application/x-protobuf";
    }

    @Override
    public <M extends Message> M read(byte[] bytes, M kind) {
        Descriptor descriptor = kind.getDescriptorForType();
        MessageChecks.checkSize(descriptor, bytes, limits);
        Message.Builder builder = kind.newBuilderForType();
        try {
            CodedInputStream input = CodedInputStream.newInstance(bytes);
            input.setRecursionLimit(limits.depth());
            builder.mergeFrom(input, ExtensionRegistryLite.getEmptyRegistry());
            input.checkLastTagWas(0);
        } catch (InvalidProtocolBufferException e) {
            throw MessageChecks.invalid(descriptor, "", "it is no protobuf: " + e.getMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw new IllegalStateException(e); // an array is no file
        }
        return MessageChecks.complete(builder, kind);
    }

    @Override
    public byte[] write(Message message) {
        return message.toByteArray();
    }
}
