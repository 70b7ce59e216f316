package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The real kernel. */
public final class FfmLayerCalls implements LayerCalls {

    private static final int AT_FDCWD = -100;
    private static final int FSOPEN = 430;
    private static final int FSCONFIG = 431;
    private static final int SET_FLAG = 0;
    private static final int SET_STRING = 1;
    private static final int CREATE = 6;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int USUAL_VALUE = 256;
    private static final int LARGEST_VALUE = 65536;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int LONGEST_PATH = 4096;
    private static final int FICLONE = 0x40049409;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int SEEK_SET = 0;
    private static final int BUFFER = 128 * 1024;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();
    private final LayerCallNumbers layer = LayerCallNumbers.ofThisMachine();

    @Override
    public Optional<byte[]> attribute(String path, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long file = arena.allocateFrom(path).address();
            long label = arena.allocateFrom(name).address();
            MemorySegment value = arena.allocate(USUAL_VALUE); // a large one costs more than the call
            long r = native_.call(layer.lgetxattr(), file, label, value.address(), USUAL_VALUE, 0, 0);
            if (r == -Errno.ERANGE.number()) {
                value = arena.allocate(LARGEST_VALUE);
                r = native_.call(layer.lgetxattr(), file, label, value.address(), LARGEST_VALUE, 0, 0);
            }
            if (r == -Errno.ENODATA.number() || r == -Errno.EOPNOTSUPP.number()) {
                return Optional.empty();
            }
            if (r < 0) {
                throw new KernelException("read attribute " + name + " of", path, (int) -r);
            }
            return Optional.of(value.asSlice(0, r).toArray(JAVA_BYTE));
        }
    }

    @Override
    public Optional<Errno> tryOverlay(String lower, String upper, String work) {
        List<Long> opened = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocateFrom("overlay");
            long context = native_.call(FSOPEN, type.address(), CLOSE_ON_EXEC, 0, 0, 0, 0);
            opened.add(context);
            long r = context < 0 ? context : configure(arena, context, SET_STRING, "source", "overlay");
            r = r < 0 ? r : configure(arena, context, SET_FLAG, "volatile", "");
            String[] options = {"lowerdir", lower, "upperdir", upper, "workdir", work};
            for (int i = 0; r >= 0 && i < options.length; i += 2) {
                r = open(arena, options[i + 1]);
                opened.add(r); // named by its number, since a value has at most 255 characters
                r = r < 0 ? r : configure(arena, context, SET_STRING, options[i], "/proc/self/fd/" + r);
            }
            r = r < 0 ? r : native_.call(FSCONFIG, context, CREATE, 0, 0, 0, 0);
            return r < 0 ? errno(r) : Optional.empty();
        } finally {
            opened.stream().filter(fd -> fd >= 0).forEach(fd -> native_.call(nr.close(), fd, 0, 0, 0, 0, 0));
        }
    }

    private long open(Arena arena, String path) {
        int flags = OpenFlag.PATH_ONLY | OpenFlag.CLOSE_ON_EXEC;
        return native_.call(nr.openat(), AT_FDCWD, arena.allocateFrom(path).address(), flags, 0, 0, 0);
    }

    @Override
    public Map<String, byte[]> attributes(int fd) {
        Map<String, byte[]> all = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LARGEST_VALUE);
            long file = descriptor(arena, fd);
            long length = native_.call(layer.listxattr(), file, buffer.address(), LARGEST_VALUE, 0, 0, 0);
            if (length == -Errno.EOPNOTSUPP.number()) {
                return all;
            }
            check("list attributes of", fd, length);
            String names = new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
            for (String name : names.split("\0")) {
                if (!name.isEmpty()) {
                    long label = arena.allocateFrom(name).address();
                    long r = native_.call(layer.getxattr(), file, label, buffer.address(), LARGEST_VALUE, 0, 0);
                    check("read attribute " + name + " of", fd, r);
                    all.put(name, buffer.asSlice(0, r).toArray(JAVA_BYTE));
                }
            }
            return all;
        }
    }

    @Override
    public void removeAttribute(int fd, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long label = arena.allocateFrom(name).address();
            long r = native_.call(layer.removexattr(), descriptor(arena, fd), label, 0, 0, 0, 0);
            check("remove attribute " + name + " of", fd, r);
        }
    }

    private static long descriptor(Arena arena, int fd) {
        return arena.allocateFrom("/proc/self/fd/" + fd).address();
    }

    @Override
    public Metadata metadata(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(256, 8);
            long empty = arena.allocateFrom("").address();
            check("look at", fd, native_.call(nr.statx(), fd, empty, AT_EMPTY_PATH, STATX_BASIC, x.address(), 0));
            return new Metadata(
                    x.get(JAVA_SHORT, 28) & 0xffff,
                    x.get(JAVA_INT, 20) & 0xffffffffL,
                    x.get(JAVA_INT, 24) & 0xffffffffL,
                    x.get(JAVA_LONG, 40),
                    x.get(JAVA_INT, 16) & 0xffffffffL,
                    x.get(JAVA_LONG, 32),
                    x.get(JAVA_LONG, 112),
                    x.get(JAVA_INT, 120),
                    x.get(JAVA_INT, 128),
                    x.get(JAVA_INT, 132));
        }
    }

    @Override
    public byte[] target(int link) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(LONGEST_PATH);
            long empty = arena.allocateFrom("").address();
            long r = native_.call(layer.readlinkat(), link, empty, target.address(), LONGEST_PATH, 0, 0);
            check("read symbolic link", link, r);
            return target.asSlice(0, r).toArray(JAVA_BYTE);
        }
    }

    @Override
    public int openFile(int directory, byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, path, JAVA_BYTE, 0, name.length);
            int flags = OpenFlag.READ | OpenFlag.NONBLOCK | layer.noFollow() | OpenFlag.CLOSE_ON_EXEC;
            long r = native_.call(nr.openat(), directory, path.address(), flags, 0, 0, 0);
            if (r < 0) {
                throw new KernelException("open", "'" + new String(name, StandardCharsets.UTF_8) + "'", (int) -r);
            }
            return (int) r;
        }
    }

    @Override
    public void copyContent(int from, int to, long size) {
        if (size == 0 || native_.call(nr.ioctl(), to, FICLONE, from, 0, 0, 0) == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER);
            for (long at = 0; at < size; ) {
                long data = native_.call(layer.lseek(), from, at, SEEK_DATA, 0, 0, 0);
                if (data == -Errno.ENXIO.number()) {
                    break; // nothing but a hole
                }
                long hole = check("find a hole in", from, native_.call(layer.lseek(), from, data, SEEK_HOLE, 0, 0, 0));
                copyPart(buffer, from, to, check("find data in", from, data), hole);
                at = hole;
            }
        }
        check("set length of", to, native_.call(layer.ftruncate(), to, size, 0, 0, 0, 0));
    }

    /** In the kernel as far as it goes: between some file systems it does not. */
    private void copyPart(MemorySegment buffer, int from, int to, long start, long end) {
        check("seek in", from, native_.call(layer.lseek(), from, start, SEEK_SET, 0, 0, 0));
        check("seek in", to, native_.call(layer.lseek(), to, start, SEEK_SET, 0, 0, 0));
        boolean inKernel = true;
        for (long left = end - start; left > 0; ) {
            long n = inKernel ? native_.call(layer.copyFileRange(), from, 0, to, 0, left, 0) : 0;
            if (n <= 0) {
                inKernel = false;
                n = check(
                        "read", from, native_.call(nr.read(), from, buffer.address(), Math.min(left, BUFFER), 0, 0, 0));
                if (n == 0) {
                    throw new KernelException("read", Integer.toString(from), Errno.EIO.number());
                }
                for (long done = 0; done < n; ) {
                    long address = buffer.address() + done;
                    done += check("write", to, native_.call(nr.write(), to, address, n - done, 0, 0, 0));
                }
            }
            left -= n;
        }
    }

    private static long check(String what, int fd, long result) {
        if (result < 0) {
            throw new KernelException(what, Integer.toString(fd), (int) -result);
        }
        return result;
    }

    private long configure(Arena arena, long context, int command, String key, String value) {
        long content = command == SET_FLAG ? 0 : arena.allocateFrom(value).address();
        return native_.call(FSCONFIG, context, command, arena.allocateFrom(key).address(), content, 0, 0);
    }

    private static Optional<Errno> errno(long result) {
        return Arrays.stream(Errno.values())
                .filter(e -> e.number() == -result)
                .findFirst()
                .or(() -> Optional.of(Errno.EINVAL));
    }
}
