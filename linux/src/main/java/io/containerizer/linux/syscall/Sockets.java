package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.containerizer.linux.syscall.Syscalls.Message;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Unix sockets that keep message borders and carry descriptors. */
final class Sockets {

    static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET_CLOEXEC = 5 | OpenFlag.CLOSE_ON_EXEC;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int CMSG_HEADER = 16;
    private static final int MAX_DESCRIPTORS = 16;
    private static final int MAX_PATH = 107;

    private Sockets() {}

    static int open(NativeCall native_, CallNumbers nr) {
        long fd = native_.call(nr.socket(), AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, 0, 0, 0);
        if (fd < 0) {
            throw new KernelException("make socket", "", (int) -fd);
        }
        return (int) fd;
    }

    /** How long connecting and sending may wait for the other side, in seconds; then both fail with EAGAIN. */
    static void limitWaiting(NativeCall native_, CallNumbers nr, int socket, long seconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocateFrom(JAVA_LONG, seconds, 0);
            long r = native_.call(nr.setsockopt(), socket, SOL_SOCKET, SO_SNDTIMEO, time.address(), time.byteSize(), 0);
            if (r < 0) {
                throw new KernelException("limit waiting on socket", Integer.toString(socket), (int) -r);
            }
        }
    }

    static MemorySegment address(Arena arena, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH) {
            throw new KernelException("use as a socket's name", path, Errno.ENAMETOOLONG.number());
        }
        MemorySegment address = arena.allocate(2L + bytes.length + 1, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
        return address;
    }

    private static MemorySegment header(Arena arena, MemorySegment bytes, MemorySegment control, long controlLength) {
        MemorySegment iov = arena.allocate(16, 8);
        iov.set(JAVA_LONG, 0, bytes.address());
        iov.set(JAVA_LONG, 8, bytes.byteSize());
        MemorySegment header = arena.allocate(56, 8);
        header.set(JAVA_LONG, 16, iov.address());
        header.set(JAVA_LONG, 24, 1);
        header.set(JAVA_LONG, 32, controlLength == 0 ? 0 : control.address());
        header.set(JAVA_LONG, 40, controlLength);
        return header;
    }

    static void send(NativeCall native_, CallNumbers nr, int socket, byte[] message, int[] descriptors) {
        try (Arena arena = Arena.ofConfined()) {
            long length = descriptors.length == 0 ? 0 : CMSG_HEADER + 4L * descriptors.length;
            MemorySegment control = arena.allocate(Math.max(8, (length + 7) / 8 * 8), 8);
            if (length > 0) {
                control.set(JAVA_LONG, 0, length);
                control.set(JAVA_INT, 8, SOL_SOCKET);
                control.set(JAVA_INT, 12, SCM_RIGHTS);
                MemorySegment.copy(descriptors, 0, control, JAVA_INT, CMSG_HEADER, descriptors.length);
            }
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
            MemorySegment header = header(arena, bytes, control, (length + 7) / 8 * 8);
            long n;
            do {
                n = native_.call(nr.sendmsg(), socket, header.address(), MSG_NOSIGNAL, 0, 0, 0);
            } while (n == -Errno.EINTR.number());
            if (n < 0) {
                throw new KernelException("send to", Integer.toString(socket), (int) -n);
            }
        }
    }

    static Message receive(NativeCall native_, CallNumbers nr, int socket, int maxLength) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(maxLength, 8);
            MemorySegment control = arena.allocate(CMSG_HEADER + 4L * MAX_DESCRIPTORS, 8);
            MemorySegment header = header(arena, bytes, control, control.byteSize());
            long n;
            do {
                n = native_.call(nr.recvmsg(), socket, header.address(), MSG_CMSG_CLOEXEC, 0, 0, 0);
            } while (n == -Errno.EINTR.number());
            if (n < 0) {
                throw new KernelException("receive from", Integer.toString(socket), (int) -n);
            }
            int count =
                    header.get(JAVA_LONG, 40) < CMSG_HEADER ? 0 : (int) (control.get(JAVA_LONG, 0) - CMSG_HEADER) / 4;
            int[] descriptors = new int[count];
            MemorySegment.copy(control, JAVA_INT, CMSG_HEADER, descriptors, 0, count);
            return new Message(bytes.asSlice(0, n).toArray(JAVA_BYTE), descriptors);
        }
    }
}
