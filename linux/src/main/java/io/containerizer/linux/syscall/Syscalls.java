package io.containerizer.linux.syscall;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The calls into the kernel that Java has no way to make, or none that tells the errno. Each throws
 * {@link KernelException}. Descriptors are plain numbers, owned by the caller, closed on exec.
 */
public interface Syscalls extends ProjectCalls {

    // ---- files

    /** @param flags of {@link OpenFlag}, or-ed */
    int open(String path, int flags, int mode);

    /**
     * Opens what stands at a relative path below an open directory, and nothing else: no symbolic link is followed, no
     * mount entered.
     */
    int openBeneath(int directory, String path, int flags);

    /**
     * Finds what stands at a relative path below an open directory. Symbolic links are followed as long as they lead to
     * something below it; EXDEV for what is elsewhere. The descriptor stands for the file, but cannot read it.
     */
    int locateBeneath(int directory, String path);

    void close(int fd);

    /** Reads once, at the present position: the bytes there are, at most {@code max}; empty at the end. */
    byte[] read(int fd, int max);

    /** Reads once, at {@code position}: the bytes there are, at most {@code max}; empty at the end. */
    byte[] readAt(int fd, long position, int max);

    void write(int fd, byte[] data);

    void mkdir(String path, int mode);

    void rmdir(String path);

    void unlink(String path);

    void rename(String from, String to);

    void chown(String path, int uid, int gid);

    void chmod(String path, int mode);

    /** What stands at {@code path}, links followed; nothing where there is nothing. */
    Optional<FileInfo> stat(String path);

    /** The type number of the file system that {@code path} is on, as in statfs(2). */
    long fileSystemType(String path);

    /** Waits for an exclusive lock on the open file; it ends when the descriptor is closed. */
    void lock(int fd);

    /** Takes the exclusive lock if nobody has it. */
    boolean tryLock(int fd);

    /** The process that holds a record lock on the open file, numbered as in the caller's PID namespace. */
    OptionalInt recordLockOwner(int fd);

    /** Takes a record lock on the whole file if nobody has one. It ends with any close of the file in this process. */
    boolean tryRecordLock(int fd);

    // ---- processes

    int pidfdOpen(int pid);

    /** False when the process is gone. */
    boolean pidfdSignal(int pidfd, int signal);

    /** A copy of descriptor {@code fd} of another process. */
    int pidfdGetFd(int pidfd, int fd);

    /** Starts a program that inherits, besides this process' standard streams, only {@code inherited}. */
    int spawn(String path, List<String> arguments, int inherited);

    int effectiveUid();

    int pid();

    // ---- descriptors to wait for

    int epollCreate();

    void epollAdd(int epoll, int fd, int events, long tag);

    void epollRemove(int epoll, int fd);

    /** The tags of the descriptors that are ready, at least one unless the time ran out. */
    long[] epollWait(int epoll, int timeoutMillis);

    int eventFd();

    void eventFdSignal(int fd);

    // ---- sockets and memory files

    /** A listening socket for whole messages. */
    int listen(String path);

    /** Neither this nor a later {@link #send} waits longer than a minute: then they fail with EAGAIN. */
    int connect(String path);

    void send(int socket, byte[] message, int[] descriptors);

    /** The next message; an empty one when the other side is gone. */
    Message receive(int socket, int maxLength);

    /** A file in memory with this content. */
    int memoryFile(String name, byte[] content, boolean sealed);

    // ---- terminals

    /** The settings of a terminal, to be restored with {@link #setTerminal}; nothing if it is none. */
    Optional<byte[]> terminal(int fd);

    void setTerminal(int fd, byte[] settings);

    /** The same settings with every processing of input and output off. */
    byte[] raw(byte[] settings);

    Optional<int[]> windowSize(int fd);

    void setWindowSize(int fd, int rows, int columns);

    /** What stat(2) tells. */
    record FileInfo(int mode, int uid, int gid, long device, long inode, long links) {
        public boolean isDirectory() {
            return (mode & 0170000) == 0040000;
        }

        public int permissions() {
            return mode & 07777;
        }
    }

    /** A message and the descriptors that came with it. */
    record Message(byte[] bytes, int[] descriptors) {}
}
