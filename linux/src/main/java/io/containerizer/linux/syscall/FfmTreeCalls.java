package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The real kernel, with buffers that are made once: a call takes no memory, and copies no more than its arguments. */
public final class FfmTreeCalls implements TreeCalls {

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int STATX_BASIC = 0x7ff;
    private static final int OWNER_ONLY = 0600;

    /** The kernel asks for another try when something anywhere was renamed while it went up a path. */
    private static final int TRIES = 1000;

    private static final int PATH_SIZE = 4096 + 1;
    private static final int DATA_SIZE = 128 * 1024;
    private static final int NAME_OFFSET = 19;

    private final Arena arena = Arena.ofConfined();
    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();
    private final TreeCallNumbers tree = TreeCallNumbers.ofThisMachine();
    private final MemorySegment state = NativeCall.state(arena);
    private final MemorySegment first = arena.allocate(PATH_SIZE, 8);
    private final MemorySegment second = arena.allocate(PATH_SIZE, 8);
    private final MemorySegment data = arena.allocate(DATA_SIZE, 8);
    private final MemorySegment how = arena.allocate(24, 8);
    private final MemorySegment times = arena.allocate(32, 8);
    private final MemorySegment statx = arena.allocate(256, 8);
    private final MemorySegment empty = arena.allocate(8, 8);

    @Override
    public int openRoot(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int flags = OpenFlag.READ | tree.directory() | OpenFlag.CLOSE_ON_EXEC;
        return (int) check("open directory", name, call(nr.openat(), AT_FDCWD, text(first, "open", name), flags, 0, 0));
    }

    @Override
    public int openDirectory(int root, byte[] path) {
        how.set(JAVA_LONG, 0, OpenFlag.READ | tree.directory() | OpenFlag.CLOSE_ON_EXEC);
        how.set(JAVA_LONG, 16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
        long name = text(first, "open directory", path);
        long r = -Errno.EAGAIN.number();
        for (int i = 0; i < TRIES && r == -Errno.EAGAIN.number(); i++) {
            r = call(CallNumbers.OPENAT2, root, name, how.address(), 24, 0);
        }
        return (int) check("open directory", path, r);
    }

    @Override
    public int openChild(int directory, byte[] name) {
        int flags = OpenFlag.READ | tree.directory() | tree.noFollow() | OpenFlag.CLOSE_ON_EXEC;
        long r = call(nr.openat(), directory, text(first, "open directory", name), flags, 0, 0);
        return (int) check("open directory", name, r);
    }

    @Override
    public int openNode(int directory, byte[] name) {
        int flags = OpenFlag.PATH_ONLY | tree.noFollow() | OpenFlag.CLOSE_ON_EXEC;
        return (int) check("open", name, call(nr.openat(), directory, text(first, "open", name), flags, 0, 0));
    }

    @Override
    public int createFile(int directory, byte[] name) {
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE | tree.noFollow() | OpenFlag.CLOSE_ON_EXEC;
        long r = call(nr.openat(), directory, text(first, "make file", name), flags, OWNER_ONLY, 0);
        return (int) check("make file", name, r);
    }

    @Override
    public void makeDirectory(int directory, byte[] name, int mode) {
        long r = call(nr.mkdirat(), directory, text(first, "make directory", name), mode, 0, 0);
        check("make directory", name, r);
    }

    @Override
    public void makeLink(byte[] target, int directory, byte[] name) {
        long to = text(first, "make symbolic link to", target);
        check("make symbolic link", name, call(tree.symlinkat(), to, directory, text(second, "make", name), 0, 0));
    }

    /** The number is laid out as the kernel decodes it, which keeps those above 255 in separate places. */
    @Override
    public void makeNode(int directory, byte[] name, int mode, int major, int minor) {
        long device = minor & 0xff | (long) major << 8 | (minor & ~0xffL) << 12;
        check("make node", name, call(tree.mknodat(), directory, text(first, "make node", name), mode, device, 0));
    }

    @Override
    public void linkFile(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
        long source = text(first, "link", from);
        check("link", from, call(tree.linkat(), fromDirectory, source, toDirectory, text(second, "link", to), 0));
    }

    @Override
    public void move(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
        long source = text(first, "rename", from);
        long target = text(second, "rename", to);
        check("rename", from, call(nr.renameat2(), fromDirectory, source, toDirectory, target, RENAME_NOREPLACE));
    }

    @Override
    public void removeFile(int directory, byte[] name) {
        check("remove", name, call(nr.unlinkat(), directory, text(first, "remove", name), 0, 0, 0));
    }

    @Override
    public void removeDirectory(int directory, byte[] name) {
        long r = call(nr.unlinkat(), directory, text(first, "remove", name), AT_REMOVEDIR, 0, 0);
        check("remove directory", name, r);
    }

    @Override
    public List<byte[]> names(int directory) {
        List<byte[]> names = new ArrayList<>();
        check("read directory", directory, call(tree.lseek(), directory, 0, 0, 0, 0));
        for (; ; ) {
            long n = call(CallNumbers.getdents64(), directory, data.address(), DATA_SIZE, 0, 0);
            if (check("read directory", directory, n) == 0) {
                return names;
            }
            for (long at = 0; at < n; at += data.get(JAVA_SHORT, at + 16) & 0xffff) {
                byte[] name = name(at + NAME_OFFSET);
                if (!(name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.')))) {
                    names.add(name);
                }
            }
        }
    }

    private byte[] name(long from) {
        long end = from;
        while (data.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return data.asSlice(from, end - from).toArray(JAVA_BYTE);
    }

    @Override
    public Node look(int directory, byte[] name) {
        long path = text(first, "look at", name);
        check("look at", name, call(nr.statx(), directory, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC, statx.address()));
        return node();
    }

    @Override
    public Node look(int fd) {
        check("look at", fd, call(nr.statx(), fd, empty.address(), AT_EMPTY_PATH, STATX_BASIC, statx.address()));
        return node();
    }

    private Node node() {
        long device = (long) statx.get(JAVA_INT, 136) << 32 | statx.get(JAVA_INT, 140) & 0xffffffffL;
        return new Node(
                statx.get(JAVA_SHORT, 28) & 0xffff,
                statx.get(JAVA_LONG, 32),
                device,
                statx.get(JAVA_INT, 128),
                statx.get(JAVA_INT, 132));
    }

    @Override
    public void write(int fd, byte[] bytes, int offset, int count) {
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, DATA_SIZE);
            MemorySegment.copy(bytes, offset + done, data, JAVA_BYTE, 0, part);
            done += (int) check("write", fd, call(nr.write(), fd, data.address(), part, 0, 0));
        }
    }

    @Override
    public void seek(int fd, long position) {
        check("seek", fd, call(tree.lseek(), fd, position, 0, 0, 0));
    }

    @Override
    public void setLength(int fd, long length) {
        check("set length", fd, call(tree.ftruncate(), fd, length, 0, 0, 0));
    }

    @Override
    public void changeOwner(int fd, long uid, long gid) {
        long r = call(nr.fchownat(), fd, empty.address(), uid, gid, AT_EMPTY_PATH);
        check("change owner to " + uid + ":" + gid, fd, r);
    }

    /** By way of a link of the kernel's own, which leads to the very file, opened or not. */
    @Override
    public void changeMode(int fd, int mode) {
        long r = call(tree.fchmod(), fd, mode, 0, 0, 0);
        if (r == -Errno.EBADF.number()) {
            r = call(nr.fchmodat(), AT_FDCWD, descriptor(fd), mode, 0, 0);
        }
        check("change mode", fd, r);
    }

    @Override
    public void changeTimes(int fd, long seconds, int nanos) {
        for (int i = 0; i < 2; i++) {
            times.set(JAVA_LONG, 16L * i, seconds);
            times.set(JAVA_LONG, 16L * i + 8, nanos);
        }
        long r = call(tree.utimensat(), fd, empty.address(), times.address(), AT_EMPTY_PATH, 0);
        check("set times", fd, r);
    }

    @Override
    public void setAttribute(int fd, String name, byte[] value) {
        try (Arena own = Arena.ofConfined()) {
            long label = own.allocateFrom(name).address();
            MemorySegment content = own.allocate(Math.max(value.length, 1));
            MemorySegment.copy(value, 0, content, JAVA_BYTE, 0, value.length);
            long r = call(tree.setxattr(), descriptor(fd), label, content.address(), value.length, 0);
            check("set attribute " + name, fd, r);
        }
    }

    @Override
    public void flush(int fd) {
        check("flush the file system of", fd, call(CallNumbers.syncfs(), fd, 0, 0, 0, 0));
    }

    private long descriptor(int fd) {
        return text(first, "open", ("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close(int fd) {
        call(nr.close(), fd, 0, 0, 0, 0); // whatever it says, the descriptor is gone
    }

    @Override
    public void close() {
        arena.close();
    }

    private long text(MemorySegment buffer, String what, byte[] name) {
        if (name.length >= PATH_SIZE) {
            throw new KernelException(what, printable(name), Errno.ENAMETOOLONG.number());
        }
        MemorySegment.copy(name, 0, buffer, JAVA_BYTE, 0, name.length);
        buffer.set(JAVA_BYTE, name.length, (byte) 0);
        return buffer.address();
    }

    private long call(long number, long a, long b, long c, long d, long e) {
        long r;
        do {
            r = native_.call(state, number, a, b, c, d, e, 0);
        } while (r == -Errno.EINTR.number() && number != nr.close());
        return r;
    }

    private static long check(String what, byte[] name, long result) {
        return result < 0 ? fail(what, printable(name), result) : result;
    }

    private static long check(String what, int fd, long result) {
        return result < 0 ? fail(what, "(descriptor " + fd + ")", result) : result;
    }

    private static String printable(byte[] name) {
        return "'" + new String(name, StandardCharsets.UTF_8) + "'";
    }

    private static long fail(String what, String subject, long result) {
        throw new KernelException(what, subject, (int) -result);
    }
}
