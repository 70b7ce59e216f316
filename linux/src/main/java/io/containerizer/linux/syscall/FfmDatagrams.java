package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The real kernel. */
public final class FfmDatagrams implements Datagrams {

    private static final int SOCK_DGRAM = 2;
    private static final char ABSTRACT = '@';
    private static final int NAME_OFFSET = 2;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();

    @Override
    public void send(String address, byte[] message) {
        int type = SOCK_DGRAM | OpenFlag.CLOSE_ON_EXEC | OpenFlag.NONBLOCK;
        int socket = (int) check("make socket", address, call(nr.socket(), Sockets.AF_UNIX, type, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = name(arena, address);
            check("connect to", address, call(nr.connect(), socket, name.address(), name.byteSize()));
            MemorySegment buffer = arena.allocate(Math.max(1, message.length));
            MemorySegment.copy(message, 0, buffer, JAVA_BYTE, 0, message.length);
            check("send to", address, call(nr.write(), socket, buffer.address(), message.length));
        } finally {
            call(nr.close(), socket, 0, 0);
        }
    }

    /** An abstract name begins with a zero, and has none at its end. */
    private static MemorySegment name(Arena arena, String address) {
        MemorySegment name = Sockets.address(arena, address);
        if (address.charAt(0) != ABSTRACT) {
            return name;
        }
        name.set(JAVA_BYTE, NAME_OFFSET, (byte) 0);
        return name.asSlice(0, name.byteSize() - 1);
    }

    private long call(long number, long a, long b, long c) {
        return native_.call(number, a, b, c, 0, 0, 0);
    }

    private static long check(String what, String subject, long result) {
        if (result < 0) {
            throw new KernelException(what, subject, (int) -result);
        }
        return result;
    }
}
