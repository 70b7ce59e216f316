package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.testkit.CallLog.Body;
import io.containerizer.testkit.FakeDescriptor.Counter;
import io.containerizer.testkit.FakeDescriptor.Memory;
import io.containerizer.testkit.FakeDescriptor.OpenFile;
import io.containerizer.testkit.FakeDescriptor.Queue;
import io.containerizer.testkit.FakeDescriptor.Running;
import io.containerizer.testkit.FakeDescriptor.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A kernel for tests that need none. Files are real ones in a directory of the test's own, which stands for the root;
 * processes, events, locks and sockets are made up. Every call is recorded, and any can be made to fail. For files it
 * answers as the real kernel does; a test beside it compares the two.
 */
public final class RecordingSyscalls extends RecordingProjects {

    private static final int FIRST_SPAWNED = 5000;
    private static final int SIGKILL = 9;
    private static final int OWN_PID = 4242;
    private static final long TMPFS = 0x01021994;
    private static final long XFS = 0x58465342;

    private final FakeFiles files;
    private final DescriptorTable open = new DescriptorTable();
    private final Map<Integer, Running> processes = new HashMap<>();
    private final Map<Path, Integer> recordLocks = new HashMap<>();
    private final Map<Object, FakeDescriptor> locks = new HashMap<>();
    private final Set<String> served = new HashSet<>();
    private int effectiveUid;

    /** @param root stands for {@code /} */
    public RecordingSyscalls(Path root) {
        super(root);
        this.files = new FakeFiles(root);
    }

    synchronized void mount(PseudoFiles pseudo) {
        files.mount(pseudo);
    }

    // ---- what a test asks and scripts

    /** The numbers of what is open. */
    public synchronized Set<Integer> openDescriptors() {
        return open.numbers();
    }

    public synchronized void runAs(int uid) {
        effectiveUid = uid;
    }

    /** Lets a process of this number live. */
    public synchronized void process(int pid) {
        processes.put(pid, new Running(pid));
    }

    public synchronized void endProcess(int pid) {
        Running process = processes.remove(pid);
        if (process != null) {
            process.dead = true;
            files.pseudo().died(pid);
            notifyAll();
        }
    }

    /** Makes a process hold a record lock on a file. */
    public synchronized void lockRecord(Path file, int pid) {
        recordLocks.put(file, pid);
    }

    /** Tells those who watch an open file that it has changed. */
    public synchronized void changed(Path file) {
        open.all(OpenFile.class).filter(f -> f.path.equals(file)).forEach(f -> f.changed = true);
        notifyAll();
    }

    /** Reports a tag to whoever waits, whether or not anything has it: an event on its way when its watch was closed. */
    public synchronized void deliverLate(long tag) {
        open.all(Queue.class).forEach(queue -> queue.late.add(tag));
        notifyAll();
    }

    /** The messages sent through a socket. */
    public synchronized List<Message> sent(int socket) {
        return List.copyOf(open.known(socket, Socket.class).sent);
    }

    /** Lets a message arrive at a socket. */
    public synchronized void arrive(int socket, Message message) {
        open.known(socket, Socket.class).received.add(message);
        notifyAll();
    }

    /** The other side of a connection goes away. */
    public synchronized void hangUp(int socket) {
        open.known(socket, Socket.class).hungUp = true;
        notifyAll();
    }

    /** What a file in memory holds. */
    public synchronized byte[] memory(int fd) {
        return open.known(fd, Memory.class).content.clone();
    }

    // ---- the calls

    @Override
    public synchronized int open(String path, int flags, int mode) {
        return call("open", "open", path, () -> open.add(files.open(files.at(path), flags, mode)));
    }

    @Override
    public synchronized int openBeneath(int directory, String path, int flags) {
        return call("openBeneath", "open", path, () -> {
            Path from = open.get(directory, OpenFile.class).path;
            return open.add(files.open(files.beneath(from, path), flags, 0));
        });
    }

    /** Here links are not followed. */
    @Override
    public synchronized int locateBeneath(int directory, String path) {
        return openBeneath(directory, path, 0);
    }

    @Override
    public synchronized void close(int fd) {
        log().add("close " + fd);
        open.remove(fd).ifPresent(gone -> locks.values().remove(gone));
        notifyAll();
    }

    @Override
    public synchronized byte[] read(int fd, int max) {
        return call("read", "read", fd, () -> switch (open.get(fd)) {
            case OpenFile file -> {
                ByteBuffer buffer = ByteBuffer.allocate(max);
                yield Arrays.copyOf(buffer.array(), Math.max(0, file.channel.read(buffer)));
            }
            case Counter counter
            when counter.value > 0 -> {
                byte[] value = ByteBuffer.allocate(8)
                        .order(ByteOrder.nativeOrder())
                        .putLong(counter.value)
                        .array();
                counter.value = 0;
                yield value;
            }
            case Counter counter -> throw CallLog.error(Errno.EAGAIN);
            case Memory memory -> new byte[0];
            default -> throw CallLog.error(Errno.EINVAL);
        });
    }

    @Override
    public synchronized byte[] readAt(int fd, long position, int max) {
        return call("readAt", "read", fd, () -> {
            ByteBuffer buffer = ByteBuffer.allocate(max);
            int n = open.get(fd, OpenFile.class).channel.read(buffer, position);
            return Arrays.copyOf(buffer.array(), Math.max(0, n));
        });
    }

    @Override
    public synchronized void write(int fd, byte[] data) {
        call("write", "write", fd, new String(data, StandardCharsets.UTF_8), () -> {
            switch (open.get(fd)) {
                case OpenFile file -> files.write(file, data);
                case Memory memory when memory.sealed -> throw CallLog.error(Errno.EPERM);
                case Memory memory -> {
                    byte[] more = Arrays.copyOf(memory.content, memory.content.length + data.length);
                    System.arraycopy(data, 0, more, memory.content.length, data.length);
                    memory.content = more;
                }
                default -> throw CallLog.error(Errno.EINVAL);
            }
            return 0;
        });
    }

    @Override
    public synchronized void mkdir(String path, int mode) {
        act("mkdir", "make directory", path, Integer.toOctalString(mode), () -> files.mkdir(files.at(path), mode));
    }

    @Override
    public synchronized void rmdir(String path) {
        act("rmdir", "remove directory", path, "", () -> files.rmdir(files.at(path)));
    }

    @Override
    public synchronized void unlink(String path) {
        act("unlink", "remove", path, "", () -> files.unlink(files.at(path)));
    }

    @Override
    public synchronized void rename(String from, String to) {
        act("rename", "rename " + from + " to", to, from, () -> files.rename(files.at(from), files.at(to)));
    }

    @Override
    public synchronized void chown(String path, int uid, int gid) {
        act("chown", "change owner of", path, uid + ":" + gid, () -> files.chown(files.at(path), uid, gid));
    }

    @Override
    public synchronized void chmod(String path, int mode) {
        act("chmod", "change mode of", path, Integer.toOctalString(mode), () -> files.chmod(files.at(path), mode));
    }

    @Override
    public synchronized Optional<FileInfo> stat(String path) {
        return call("stat", "look at", path, () -> files.stat(files.at(path)));
    }

    @Override
    public synchronized long fileSystemType(String path) {
        return call("fileSystemType", "look at the file system of", path, () -> {
            if (files.stat(files.at(path)).isEmpty()) {
                throw CallLog.error(Errno.ENOENT);
            }
            return projects().isXfs() ? XFS : TMPFS;
        });
    }

    @Override
    public synchronized void lock(int fd) {
        while (!tryLock(fd)) {
            await(Long.MAX_VALUE);
        }
    }

    @Override
    public synchronized boolean tryLock(int fd) {
        return call("lock", "lock", fd, () -> {
            OpenFile mine = open.get(fd, OpenFile.class);
            return locks.computeIfAbsent(mine.identity, i -> mine) == mine;
        });
    }

    @Override
    public synchronized OptionalInt recordLockOwner(int fd) {
        return call("recordLockOwner", "ask for the lock of", fd, () -> {
            Integer owner = recordLocks.get(open.get(fd, OpenFile.class).path);
            return owner == null || owner == OWN_PID ? OptionalInt.empty() : OptionalInt.of(owner);
        });
    }

    @Override
    public synchronized boolean tryRecordLock(int fd) {
        return call(
                "tryRecordLock",
                "lock",
                fd,
                () -> recordLocks.getOrDefault(open.get(fd, OpenFile.class).path, OWN_PID) == OWN_PID);
    }

    @Override
    public synchronized int pidfdOpen(int pid) {
        return call("pidfdOpen", "open process", pid, () -> {
            Running process = processes.get(pid);
            if (process == null) {
                throw CallLog.error(Errno.ESRCH);
            }
            return open.add(process);
        });
    }

    @Override
    public synchronized boolean pidfdSignal(int pidfd, int signal) {
        return call("pidfdSignal", "send signal " + signal + " to process", pidfd, Integer.toString(signal), () -> {
            Running process = open.get(pidfd, Running.class);
            boolean lives = !process.dead;
            if (signal == SIGKILL) {
                endProcess(process.pid);
            }
            return lives;
        });
    }

    @Override
    public synchronized int pidfdGetFd(int pidfd, int fd) {
        return call("pidfdGetFd", "take descriptor " + fd + " of process", pidfd, () -> {
            throw CallLog.error(Errno.EBADF);
        });
    }

    @Override
    public synchronized int spawn(String path, List<String> arguments, int inherited) {
        return call("spawn", "start", path, String.join(" ", arguments), () -> {
            if (open.find(inherited).orElse(null) instanceof Socket listening) {
                served.add(listening.path);
            }
            int pid = FIRST_SPAWNED + processes.size();
            process(pid);
            return pid;
        });
    }

    @Override
    public synchronized int effectiveUid() {
        return effectiveUid;
    }

    @Override
    public int pid() {
        return OWN_PID;
    }

    @Override
    public synchronized int epollCreate() {
        return open.add(new Queue());
    }

    @Override
    public synchronized void epollAdd(int epoll, int fd, int events, long tag) {
        call("epollAdd", "watch", fd, () -> {
            FakeDescriptor watched = open.get(fd);
            if (watched instanceof Memory
                    || (watched instanceof OpenFile file && !files.pseudo().covers(file.path))) {
                throw CallLog.error(Errno.EPERM);
            }
            if (open.get(epoll, Queue.class).tags.putIfAbsent(fd, tag) != null) {
                throw CallLog.error(Errno.EEXIST);
            }
            notifyAll();
            return 0;
        });
    }

    @Override
    public synchronized void epollRemove(int epoll, int fd) {
        if (open.find(epoll).orElse(null) instanceof Queue queue) {
            queue.tags.remove(fd);
        }
    }

    /** Not recorded, and never fails on demand: how often somebody waits is a matter of chance. */
    @Override
    public synchronized long[] epollWait(int epoll, int timeoutMillis) {
        long deadline =
                timeoutMillis < 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        for (; ; ) {
            List<Long> ready = open.ready(queue(epoll));
            if (!ready.isEmpty() || (timeoutMillis >= 0 && System.nanoTime() >= deadline)) {
                return ready.stream().mapToLong(Long::longValue).toArray();
            }
            await(deadline);
        }
    }

    private Queue queue(int epoll) {
        try {
            return open.get(epoll, Queue.class);
        } catch (IOException e) {
            throw new KernelException(
                    "wait for", Integer.toString(epoll), FakeFiles.errno(e).number());
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop, each on a condition of its own
    private void await(long deadline) {
        try {
            if (deadline == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized int eventFd() {
        return call("eventFd", "make eventfd", "", () -> open.add(new Counter()));
    }

    @Override
    public synchronized void eventFdSignal(int fd) {
        if (open.find(fd).orElse(null) instanceof Counter counter) {
            counter.value++;
            notifyAll();
        }
    }

    @Override
    public synchronized int listen(String path) {
        return call("listen", "bind", path, () -> {
            if (Files.exists(files.at(path))) {
                throw CallLog.error(Errno.EADDRINUSE);
            }
            Files.createFile(files.at(path));
            return open.add(new Socket(path));
        });
    }

    @Override
    public synchronized int connect(String path) {
        return call("connect", "connect to", path, () -> {
            if (!Files.exists(files.at(path))) {
                throw CallLog.error(Errno.ENOENT);
            }
            boolean listens = served.contains(path) || open.all(Socket.class).anyMatch(s -> s.path.equals(path));
            if (!listens) {
                throw CallLog.error(Errno.ECONNREFUSED);
            }
            return open.add(new Socket(""));
        });
    }

    @Override
    public synchronized void send(int socket, byte[] message, int[] sent) {
        call("send", "send to", socket, () -> {
            Socket connection = open.get(socket, Socket.class);
            if (connection.hungUp) {
                throw CallLog.error(Errno.EPIPE);
            }
            return connection.sent.add(new Message(message.clone(), sent.clone()));
        });
    }

    @Override
    public synchronized Message receive(int socket, int maxLength) {
        return call("receive", "receive from", socket, () -> {
            Socket connection = open.get(socket, Socket.class);
            Message next = connection.received.poll();
            return next == null ? new Message(new byte[0], new int[0]) : next;
        });
    }

    @Override
    public synchronized int memoryFile(String name, byte[] content, boolean sealed) {
        return call("memoryFile", "make memory file", name, () -> open.add(new Memory(content.clone(), sealed)));
    }

    @Override
    synchronized Path opened(int fd) throws IOException {
        return open.get(fd, OpenFile.class).path;
    }

    // ---- recording

    /** A call without a result. */
    private interface Action {
        void run() throws IOException;
    }

    private void act(String name, String words, String path, String detail, Action action) {
        call(name, words, path, detail, () -> {
            action.run();
            return true;
        });
    }

    private <T> T call(String name, String words, int fd, Body<T> body) {
        return call(name, words, fd, "", body);
    }

    /** A descriptor is logged by its path where it has one. */
    private <T> T call(String name, String words, int fd, String detail, Body<T> body) {
        String number = Integer.toString(fd);
        String subject = open.find(fd)
                .map(d -> d instanceof OpenFile f ? f.path.toString() : number)
                .orElse(number);
        return log().run(name, words, number, subject, detail, body);
    }

    private <T> T call(String name, String words, String path, Body<T> body) {
        return call(name, words, path, "", body);
    }

    private <T> T call(String name, String words, String path, String detail, Body<T> body) {
        return log().run(name, words, path, path, detail, body);
    }
}
