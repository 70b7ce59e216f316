package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The real kernel. */
public final class FfmServedFiles implements ServedFiles {

    private static final int AT_FDCWD = -100;
    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int RESOLVE_BENEATH = 0x08;
    private static final int STATX_BASIC = 0x7ff;
    private static final int ENTRIES_SIZE = 32 * 1024;
    private static final int NAME_OFFSET = 19;
    private static final int LONGEST_PATH = 4096;

    /** The kernel asks for another try when something anywhere was renamed while it went up a path. */
    private static final int TRIES = 1000;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();

    @Override
    public int find(String path) {
        try (Arena arena = Arena.ofConfined()) {
            int flags = OpenFlag.PATH_ONLY | OpenFlag.CLOSE_ON_EXEC;
            return (int) check("find", path, call(nr.openat(), AT_FDCWD, text(arena, path), flags, 0, 0));
        }
    }

    @Override
    public int findBelow(int directory, String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length >= LONGEST_PATH) {
            throw new KernelException("find", path, Errno.ENAMETOOLONG.number());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(JAVA_LONG, 0, OpenFlag.PATH_ONLY | OpenFlag.CLOSE_ON_EXEC);
            how.set(JAVA_LONG, 16, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
            long name = text(arena, path);
            long r = -Errno.EAGAIN.number();
            for (int i = 0; i < TRIES && r == -Errno.EAGAIN.number(); i++) {
                r = call(CallNumbers.OPENAT2, directory, name, how.address(), 24, 0);
            }
            return (int) check("find", path, r);
        }
    }

    @Override
    public Facts facts(int fd) {
        return facts(fd, new byte[0], FileStatus.OF_DESCRIPTOR);
    }

    @Override
    public Facts facts(int directory, byte[] name) {
        return facts(directory, name, FileStatus.NO_FOLLOW);
    }

    private Facts facts(int directory, byte[] name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, path, JAVA_BYTE, 0, name.length);
            MemorySegment statx = arena.allocate(FileStatus.SIZE, 8);
            long r = native_.call(nr.statx(), directory, path.address(), flags, STATX_BASIC, statx.address(), 0);
            check("look at", new String(name, StandardCharsets.UTF_8), r);
            return new Facts(
                    statx.get(JAVA_SHORT, 28) & 0xffff,
                    statx.get(JAVA_INT, 16),
                    statx.get(JAVA_INT, 20),
                    statx.get(JAVA_INT, 24),
                    statx.get(JAVA_LONG, 40),
                    statx.get(JAVA_LONG, 112),
                    statx.get(JAVA_INT, 120));
        }
    }

    /** By the kernel's own name of the descriptor: whatever has taken its path since, this is the one that was found. */
    @Override
    public int open(int found) {
        Facts facts = facts(found);
        if (!facts.isRegular() && !facts.isDirectory()) {
            throw new KernelException("open", "descriptor " + found, Errno.EINVAL.number());
        }
        try (Arena arena = Arena.ofConfined()) {
            long name = text(arena, "/proc/self/fd/" + found);
            int flags = OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.CLOSE_ON_EXEC;
            return (int) check("open", "descriptor " + found, call(nr.openat(), AT_FDCWD, name, flags, 0, 0));
        }
    }

    @Override
    public void names(int directory, Consumer<byte[]> each) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate(ENTRIES_SIZE, 8);
            for (; ; ) {
                long n = call(CallNumbers.getdents64(), directory, entries.address(), ENTRIES_SIZE, 0, 0);
                if (check("list", "descriptor " + directory, n) == 0) {
                    return;
                }
                for (long at = 0; at < n; at += entries.get(JAVA_SHORT, at + 16) & 0xffff) {
                    byte[] name = name(entries, at + NAME_OFFSET);
                    if (!isDots(name)) {
                        each.accept(name);
                    }
                }
            }
        }
    }

    private static byte[] name(MemorySegment entries, long start) {
        long end = start;
        while (entries.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return entries.asSlice(start, end - start).toArray(JAVA_BYTE);
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    @Override
    public byte[] read(int file, long position, int max) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(max, 1));
            int done = 0;
            while (done < max) {
                long n = check(
                        "read",
                        "descriptor " + file,
                        call(CallNumbers.pread64(), file, buffer.address() + done, max - done, position + done, 0));
                if (n == 0) {
                    break;
                }
                done += (int) n;
            }
            return buffer.asSlice(0, done).toArray(JAVA_BYTE);
        }
    }

    @Override
    public void close(int fd) {
        native_.call(nr.close(), fd, 0, 0, 0, 0, 0); // whatever it says, the descriptor is gone
    }

    private static long text(Arena arena, String path) {
        return arena.allocateFrom(path).address();
    }

    private long call(long number, long a, long b, long c, long d, long e) {
        long r;
        do {
            r = native_.call(number, a, b, c, d, e, 0);
        } while (r == -Errno.EINTR.number());
        return r;
    }

    private static long check(String what, String subject, long result) {
        if (result < 0) {
            throw new KernelException(what, subject, (int) -result);
        }
        return result;
    }
}
