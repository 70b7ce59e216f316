package io.containerizer.protocol;

/**
 * What is refused unread.
 *
 * @param bytes the most that a message may have on the wire
 * @param depth the most messages, lists and objects within each other
 */
public record MessageLimits(int bytes, int depth) {

    /** 8 MB, and the depth that protobuf itself allows. */
    public static final MessageLimits DEFAULT = new MessageLimits(8 << 20, 100);
}
