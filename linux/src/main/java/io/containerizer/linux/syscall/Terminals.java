package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Terminal settings by ioctl: struct termios as the kernel has it, four flag words, then control characters. */
final class Terminals {

    private static final int TCGETS = 0x5401;
    private static final int TCSETSW = 0x5403;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int TERMIOS_SIZE = 36;
    private static final int INPUT = 0;
    private static final int OUTPUT = 4;
    private static final int CONTROL = 8;
    private static final int LOCAL = 12;
    private static final int CC = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    private Terminals() {}

    static Optional<byte[]> settings(NativeCall native_, CallNumbers nr, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(64, 8);
            long r = native_.call(nr.ioctl(), fd, TCGETS, termios.address(), 0, 0, 0);
            return r < 0
                    ? Optional.empty()
                    : Optional.of(termios.asSlice(0, TERMIOS_SIZE).toArray(JAVA_BYTE));
        }
    }

    static long apply(NativeCall native_, CallNumbers nr, int fd, byte[] settings) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(64, 8);
            MemorySegment.copy(settings, 0, termios, JAVA_BYTE, 0, settings.length);
            return native_.call(nr.ioctl(), fd, TCSETSW, termios.address(), 0, 0, 0);
        }
    }

    /** What cfmakeraw(3) does. */
    static byte[] raw(byte[] settings) {
        ByteBuffer b = ByteBuffer.wrap(settings).order(ByteOrder.nativeOrder());
        b.putInt(INPUT, b.getInt(INPUT) & ~(01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000));
        b.putInt(OUTPUT, b.getInt(OUTPUT) & ~01);
        b.putInt(CONTROL, (b.getInt(CONTROL) & ~(060 | 0400)) | 060);
        b.putInt(LOCAL, b.getInt(LOCAL) & ~(01 | 02 | 010 | 0100 | 0100000));
        b.put(CC + VMIN, (byte) 1);
        b.put(CC + VTIME, (byte) 0);
        return settings;
    }

    static Optional<int[]> windowSize(NativeCall native_, CallNumbers nr, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 8);
            long r = native_.call(nr.ioctl(), fd, TIOCGWINSZ, size.address(), 0, 0, 0);
            return r < 0
                    ? Optional.empty()
                    : Optional.of(new int[] {size.get(JAVA_SHORT, 0) & 0xffff, size.get(JAVA_SHORT, 2) & 0xffff});
        }
    }

    static long setWindowSize(NativeCall native_, CallNumbers nr, int fd, int rows, int columns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 8);
            size.set(JAVA_SHORT, 0, (short) rows);
            size.set(JAVA_SHORT, 2, (short) columns);
            return native_.call(nr.ioctl(), fd, TIOCSWINSZ, size.address(), 0, 0, 0);
        }
    }
}
