package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The real kernel. Structures are laid out by hand; offsets are those of every 64-bit Linux. */
public final class FfmSyscalls implements Syscalls {

    private static final int AT_FDCWD = -100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int RESOLVE_BENEATH = 0xf; // and no other mount, no links of either kind
    private static final int RESOLVE_LINKS_BENEATH = 0xa; // and none of the kernel's own links
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EVENTS_AT_ONCE = 256;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int F_SETFD = 2;
    private static final int F_GETLK = 5;
    private static final int F_SETLK = 6;
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0xf;
    private static final int F_WRLCK = 1;
    private static final int F_UNLCK = 2;

    private static final long MAX_WAIT_SECONDS = 60;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();
    private final boolean packedEpoll = !System.getProperty("os.arch").equals("aarch64");

    @Override
    public int open(String path, int flags, int mode) {
        return (int) onPath("open", nr.openat(), path, flags | OpenFlag.CLOSE_ON_EXEC, mode);
    }

    @Override
    public int openBeneath(int directory, String path, int flags) {
        return openAt(directory, path, flags, RESOLVE_BENEATH);
    }

    @Override
    public int locateBeneath(int directory, String path) {
        return openAt(directory, path, OpenFlag.PATH_ONLY, RESOLVE_LINKS_BENEATH);
    }

    private int openAt(int directory, String path, int flags, long resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(JAVA_LONG, 0, flags | OpenFlag.CLOSE_ON_EXEC);
            how.set(JAVA_LONG, 16, resolve);
            long name = arena.allocateFrom(path).address();
            return (int)
                    check("open", path, native_.call(CallNumbers.OPENAT2, directory, name, how.address(), 24, 0, 0));
        }
    }

    @Override
    public void close(int fd) {
        call(nr.close(), fd, 0, 0); // whatever it says, the descriptor is gone
    }

    @Override
    public byte[] read(int fd, int max) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(max);
            long n = check("read", fd, call(nr.read(), fd, buffer.address(), max));
            return buffer.asSlice(0, n).toArray(JAVA_BYTE);
        }
    }

    @Override
    public byte[] readAt(int fd, long position, int max) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(max);
            long r = native_.call(CallNumbers.pread64(), fd, buffer.address(), max, position, 0, 0);
            return buffer.asSlice(0, check("read", fd, r)).toArray(JAVA_BYTE);
        }
    }

    @Override
    public void write(int fd, byte[] data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, data);
            for (long done = 0; done < data.length; ) {
                done += check("write", fd, call(nr.write(), fd, buffer.address() + done, data.length - done));
            }
        }
    }

    @Override
    public void mkdir(String path, int mode) {
        onPath("make directory", nr.mkdirat(), path, mode, 0);
    }

    @Override
    public void rmdir(String path) {
        onPath("remove directory", nr.unlinkat(), path, AT_REMOVEDIR, 0);
    }

    @Override
    public void unlink(String path) {
        onPath("remove", nr.unlinkat(), path, 0, 0);
    }

    @Override
    public void rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            long r = native_.call(
                    nr.renameat2(),
                    AT_FDCWD,
                    arena.allocateFrom(from).address(),
                    AT_FDCWD,
                    arena.allocateFrom(to).address(),
                    0,
                    0);
            check("rename " + from + " to", to, r);
        }
    }

    @Override
    public void chown(String path, int uid, int gid) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    "change owner of",
                    path,
                    native_.call(
                            nr.fchownat(), AT_FDCWD, arena.allocateFrom(path).address(), uid, gid, 0, 0));
        }
    }

    @Override
    public void chmod(String path, int mode) {
        onPath("change mode of", nr.fchmodat(), path, mode, 0);
    }

    @Override
    public Optional<FileInfo> stat(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(256, 8);
            long r = native_.call(
                    nr.statx(), AT_FDCWD, arena.allocateFrom(path).address(), 0, 0x7ff, statx.address(), 0);
            if (r == -Errno.ENOENT.number() || r == -Errno.ENOTDIR.number()) {
                return Optional.empty();
            }
            check("look at", path, r);
            long device = (long) statx.get(JAVA_INT, 136) << 32 | statx.get(JAVA_INT, 140) & 0xffffffffL;
            return Optional.of(new FileInfo(
                    statx.get(JAVA_SHORT, 28) & 0xffff,
                    statx.get(JAVA_INT, 20),
                    statx.get(JAVA_INT, 24),
                    device,
                    statx.get(JAVA_LONG, 32),
                    statx.get(JAVA_INT, 16)));
        }
    }

    @Override
    public long fileSystemType(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(256, 8);
            check(
                    "look at the file system of",
                    path,
                    native_.call(nr.statfs(), arena.allocateFrom(path).address(), statfs.address(), 0, 0, 0, 0));
            return statfs.get(JAVA_LONG, 0);
        }
    }

    @Override
    public void lock(int fd) {
        long r;
        do {
            r = call(nr.flock(), fd, LOCK_EX, 0);
        } while (r == -Errno.EINTR.number());
        check("lock", fd, r);
    }

    @Override
    public boolean tryLock(int fd) {
        long r = call(nr.flock(), fd, LOCK_EX | LOCK_NB, 0);
        return r != -Errno.EAGAIN.number() && check("lock", fd, r) == 0;
    }

    @Override
    public OptionalInt recordLockOwner(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = wholeFile(arena);
            check("ask for the lock of", fd, call(nr.fcntl(), fd, F_GETLK, lock.address()));
            int pid = lock.get(JAVA_INT, 24);
            return lock.get(JAVA_SHORT, 0) == F_UNLCK || pid <= 0 ? OptionalInt.empty() : OptionalInt.of(pid);
        }
    }

    @Override
    public boolean tryRecordLock(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            long r = call(nr.fcntl(), fd, F_SETLK, wholeFile(arena).address());
            return r != -Errno.EAGAIN.number() && r != -Errno.EACCES.number() && check("lock", fd, r) == 0;
        }
    }

    private static MemorySegment wholeFile(Arena arena) {
        MemorySegment flock = arena.allocate(32, 8);
        flock.set(JAVA_SHORT, 0, (short) F_WRLCK);
        return flock;
    }

    @Override
    public int pidfdOpen(int pid) {
        return (int) check("open process", pid, call(CallNumbers.PIDFD_OPEN, pid, 0, 0));
    }

    @Override
    public boolean pidfdSignal(int pidfd, int signal) {
        long r = native_.call(CallNumbers.PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0, 0);
        return r != -Errno.ESRCH.number() && check("send signal " + signal + " to process", pidfd, r) == 0;
    }

    @Override
    public int pidfdGetFd(int pidfd, int fd) {
        return (int) check("take descriptor " + fd + " of process", pidfd, call(CallNumbers.PIDFD_GETFD, pidfd, fd, 0));
    }

    /**
     * The child is this process' for a moment only, in its memory but on its own stack (posix_spawn), so the size of
     * the heap does not matter.
     */
    @Override
    public int spawn(String path, List<String> arguments, int inherited) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argv = arena.allocate(8L * (arguments.size() + 1), 8);
            for (int i = 0; i < arguments.size(); i++) {
                argv.set(JAVA_LONG, 8L * i, arena.allocateFrom(arguments.get(i)).address());
            }
            MemorySegment pid = arena.allocate(8, 8);
            check("keep open", inherited, call(nr.fcntl(), inherited, F_SETFD, 0));
            long error = native_.callFunction(
                    native_.find("posix_spawn"),
                    pid.address(),
                    arena.allocateFrom(path).address(),
                    0,
                    0,
                    argv.address(),
                    arena.allocate(8, 8).address());
            check("start", path, -(int) error);
            return pid.get(JAVA_INT, 0);
        }
    }

    @Override
    public int effectiveUid() {
        return (int) call(nr.geteuid(), 0, 0, 0);
    }

    @Override
    public int pid() {
        return (int) call(nr.getpid(), 0, 0, 0);
    }

    @Override
    public int epollCreate() {
        return (int) check("make epoll", "", call(nr.epollCreate(), OpenFlag.CLOSE_ON_EXEC, 0, 0));
    }

    @Override
    public void epollAdd(int epoll, int fd, int events, long tag) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG.withByteAlignment(4), packedEpoll ? 4 : 8, tag);
            check("watch", fd, native_.call(nr.epollCtl(), epoll, EPOLL_CTL_ADD, fd, event.address(), 0, 0));
        }
    }

    @Override
    public void epollRemove(int epoll, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            long event = arena.allocate(16, 8).address();
            native_.call(nr.epollCtl(), epoll, EPOLL_CTL_DEL, fd, event, 0, 0);
        }
    }

    @Override
    public long[] epollWait(int epoll, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            int size = packedEpoll ? 12 : 16;
            MemorySegment events = arena.allocate((long) size * EVENTS_AT_ONCE, 8);
            long n;
            do {
                n = native_.call(nr.epollWait(), epoll, events.address(), EVENTS_AT_ONCE, timeoutMillis, 0, 8);
            } while (n == -Errno.EINTR.number());
            check("wait for", epoll, n);
            long[] tags = new long[(int) n];
            for (int i = 0; i < n; i++) {
                tags[i] = events.get(JAVA_LONG.withByteAlignment(4), (long) i * size + (packedEpoll ? 4 : 8));
            }
            return tags;
        }
    }

    @Override
    public int eventFd() {
        return (int) check("make eventfd", "", call(nr.eventfd(), 0, OpenFlag.CLOSE_ON_EXEC | OpenFlag.NONBLOCK, 0));
    }

    @Override
    public void eventFdSignal(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            call(nr.write(), fd, arena.allocateFrom(JAVA_LONG, 1).address(), 8);
        }
    }

    @Override
    public int listen(String path) {
        int socket = Sockets.open(native_, nr);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = Sockets.address(arena, path);
            check("bind", path, call(nr.bind(), socket, address.address(), address.byteSize()));
            check("listen on", path, call(nr.listen(), socket, 128, 0));
            return socket;
        } catch (KernelException e) {
            close(socket);
            throw e;
        }
    }

    @Override
    public int connect(String path) {
        int socket = Sockets.open(native_, nr);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = Sockets.address(arena, path);
            Sockets.limitWaiting(native_, nr, socket, MAX_WAIT_SECONDS);
            check("connect to", path, call(nr.connect(), socket, address.address(), address.byteSize()));
            return socket;
        } catch (KernelException e) {
            close(socket);
            throw e;
        }
    }

    @Override
    public void send(int socket, byte[] message, int[] descriptors) {
        Sockets.send(native_, nr, socket, message, descriptors);
    }

    @Override
    public Message receive(int socket, int maxLength) {
        return Sockets.receive(native_, nr, socket, maxLength);
    }

    @Override
    public int memoryFile(String name, byte[] content, boolean sealed) {
        try (Arena arena = Arena.ofConfined()) {
            long flags = sealed ? 3 : 1; // close on exec, allow sealing
            int fd = (int) check(
                    "make memory file",
                    name,
                    call(nr.memfdCreate(), arena.allocateFrom(name).address(), flags, 0));
            write(fd, content);
            if (sealed) {
                check("seal", name, call(nr.fcntl(), fd, F_ADD_SEALS, ALL_SEALS));
            }
            return fd;
        }
    }

    @Override
    public Optional<byte[]> terminal(int fd) {
        return Terminals.settings(native_, nr, fd);
    }

    @Override
    public void setTerminal(int fd, byte[] settings) {
        check("set terminal", fd, Terminals.apply(native_, nr, fd, settings));
    }

    @Override
    public byte[] raw(byte[] settings) {
        return Terminals.raw(Arrays.copyOf(settings, settings.length));
    }

    @Override
    public Optional<int[]> windowSize(int fd) {
        return Terminals.windowSize(native_, nr, fd);
    }

    @Override
    public void setWindowSize(int fd, int rows, int columns) {
        check("set window size of", fd, Terminals.setWindowSize(native_, nr, fd, rows, columns));
    }

    @Override
    public long project(int fd) {
        return check("read the project of", fd, Projects.project(native_, nr, fd));
    }

    @Override
    public void setProject(int fd, long project) {
        check("set project " + project + " on", fd, Projects.setProject(native_, nr, fd, project));
    }

    @Override
    public void setProjectOfTree(int directory, long project) {
        try (ProjectTree tree = new ProjectTree(native_, nr, project)) {
            tree.charge(directory);
        }
        setProject(directory, project);
    }

    @Override
    public ProjectState projectState(int fd) {
        return Projects.state(native_, fd);
    }

    @Override
    public Optional<ProjectQuota> nextProject(int fd, long from) {
        return Projects.next(native_, fd, from);
    }

    @Override
    public void limitProject(int fd, long project, long softBytes, long hardBytes) {
        check("limit project", Long.toString(project), Projects.limit(native_, fd, project, softBytes, hardBytes));
    }

    private long onPath(String what, long number, String path, long a, long b) {
        try (Arena arena = Arena.ofConfined()) {
            long r = native_.call(number, AT_FDCWD, arena.allocateFrom(path).address(), a, b, 0, 0);
            return check(what, path, r);
        }
    }

    private long call(long number, long a, long b, long c) {
        return native_.call(number, a, b, c, 0, 0, 0);
    }

    private static long check(String what, int fd, long result) {
        return result < 0 ? check(what, Integer.toString(fd), result) : result;
    }

    private static long check(String what, String subject, long result) {
        if (result < 0) {
            throw new KernelException(what, subject, (int) -result);
        }
        return result;
    }
}
