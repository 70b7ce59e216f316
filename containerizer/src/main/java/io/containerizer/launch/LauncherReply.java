package io.containerizer.launch;

import io.containerizer.linux.syscall.Syscalls.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the native launcher answers.
 *
 * @param pid of the init; 0 when there is none
 * @param index of the step that failed
 * @param errno 0 with FAILED: the init died without a word; with REFUSED why the launcher does not serve this engine
 * @param pidfd a descriptor of the init, now the engine's; -1 when there is none
 */
record LauncherReply(Kind kind, int pid, long token, int index, int errno, int pidfd) {

    enum Kind {
        NONE,
        LAUNCHED,
        FAILED,
        GATED,
        DONE,
        REFUSED
    }

    static final int SIZE = 24;

    static LauncherReply parse(Message message) {
        ByteBuffer b = ByteBuffer.wrap(message.bytes()).order(ByteOrder.nativeOrder());
        Kind kind = Kind.values()[b.getInt(0)];
        int pidfd = message.descriptors().length > 0 ? message.descriptors()[0] : -1;
        return new LauncherReply(kind, b.getInt(4), b.getLong(8), b.getInt(16), b.getInt(20), pidfd);
    }
}
