package io.containerizer.linux.syscall;

import java.util.List;

/**
 * What it takes to build a tree of files that somebody else dictates. Names are the bytes the kernel sees, whatever
 * characters they mean. A name is one component and is never followed when it is a symbolic link; only
 * {@link #openDirectory} resolves paths, and the kernel sees to it that they do not leave the root. Each call throws
 * {@link KernelException}. Descriptors are owned by the caller; an instance belongs to one thread.
 */
public interface TreeCalls extends AutoCloseable {

    /** A directory of the host, trusted: links in its path are followed. */
    int openRoot(String path);

    /**
     * The directory at {@code path}, as a process would find it whose root directory is {@code root}: {@code ..} and
     * absolute links lead no further than there, links of the kernel's own nowhere.
     */
    int openDirectory(int root, byte[] path);

    /** A directory in {@code directory}, not a link to one. */
    int openChild(int directory, byte[] name);

    /** Whatever it is, for the calls that change attributes and nothing else: it is not really opened. */
    int openNode(int directory, byte[] name);

    /** Makes an empty regular file and opens it for writing; EEXIST where there is anything, also a link. */
    int createFile(int directory, byte[] name);

    void makeDirectory(int directory, byte[] name, int mode);

    void makeLink(byte[] target, int directory, byte[] name);

    /**
     * A device, fifo or socket.
     *
     * @param mode with the bits of its type, as in mknod(2)
     */
    void makeNode(int directory, byte[] name, int mode, int major, int minor);

    /** One more name of a file, or of the very link if it is one. */
    void linkFile(int fromDirectory, byte[] from, int toDirectory, byte[] to);

    /** Fails with EEXIST where there is something already. */
    void move(int fromDirectory, byte[] from, int toDirectory, byte[] to);

    void removeFile(int directory, byte[] name);

    /** Fails with ENOTEMPTY unless it is empty. */
    void removeDirectory(int directory, byte[] name);

    /** Of everything but {@code .} and {@code ..}. The directory is read from its beginning. */
    List<byte[]> names(int directory);

    /** What {@code name} itself is. */
    Node look(int directory, byte[] name);

    /** What a descriptor stands for. */
    Node look(int fd);

    void write(int fd, byte[] data, int offset, int count);

    /** Where the next {@link #write} goes. */
    void seek(int fd, long position);

    /** Holes fill what nobody wrote. */
    void setLength(int fd, long length);

    /** Takes away set-user-id, set-group-id and capabilities. */
    void changeOwner(int fd, long uid, long gid);

    void changeMode(int fd, int mode);

    /** Of last access and last change. */
    void changeTimes(int fd, long seconds, int nanos);

    void setAttribute(int fd, String name, byte[] value);

    /** Waits until all that was written to the file system of {@code fd}, by anybody, is on its medium. */
    void flush(int fd);

    void close(int fd);

    @Override
    void close();

    /**
     * What statx(2) tells.
     *
     * @param mode with the bits of the type
     * @param major of the device that a node of this kind stands for
     */
    record Node(int mode, long inode, long device, int major, int minor) {
        public static final int FIFO = 0010000;
        public static final int CHARACTER_DEVICE = 0020000;
        public static final int DIRECTORY = 0040000;
        public static final int BLOCK_DEVICE = 0060000;

        private static final int TYPE = 0170000;

        public boolean isDirectory() {
            return (mode & TYPE) == DIRECTORY;
        }

        /** What hides a name of the layers below in an overlay. */
        public boolean isWhiteout() {
            return (mode & TYPE) == CHARACTER_DEVICE && major == 0 && minor == 0;
        }

        public boolean isSameFile(Node other) {
            return inode == other.inode && device == other.device;
        }
    }
}
