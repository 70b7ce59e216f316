package io.containerizer.protocol;

import com.google.protobuf.Message;

/** A form of messages on the wire. Safe for use by several threads. */
public interface MessageFormat {

    /** As in HTTP's {@code Content-Type}. */
    String mediaType();

    /**
     * Reads one message.
     *
     * @param bytes all of it and nothing else
     * @param kind any message of the kind it is of, such as the default instance
     * @throws io.containerizer.api.ContainerizerException INVALID_MESSAGE, naming the field, if it is none, is larger or deeper
     *     than allowed, or lacks a required field
     */
    <M extends Message> M read(byte[] bytes, M kind);

    byte[] write(Message message);
}
