package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The real kernel. */
public final class FfmPipeCalls implements PipeCalls {

    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();

    @Override
    public Pipe pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 8);
            check("make pipe", "", call(CallNumbers.pipe2(), ends.address(), OpenFlag.CLOSE_ON_EXEC, 0));
            return new Pipe(ends.get(JAVA_INT, 0), ends.get(JAVA_INT, 4));
        }
    }

    @Override
    public int duplicate(int fd) {
        return (int) check("duplicate", Integer.toString(fd), call(nr.fcntl(), fd, F_DUPFD_CLOEXEC, 0));
    }

    @Override
    public void setNonBlocking(int fd) {
        check("make not blocking", Integer.toString(fd), call(nr.fcntl(), fd, F_SETFL, OpenFlag.NONBLOCK));
    }

    @Override
    public int writeSome(int fd, byte[] data, int offset) {
        int count = data.length - offset;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, count));
            MemorySegment.copy(data, offset, buffer, JAVA_BYTE, 0, count);
            long r = call(nr.write(), fd, buffer.address(), count);
            return r == -Errno.EAGAIN.number() ? 0 : (int) check("write", Integer.toString(fd), r);
        }
    }

    @Override
    public void close(int fd) {
        call(nr.close(), fd, 0, 0);
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
