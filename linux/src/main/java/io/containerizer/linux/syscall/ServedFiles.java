package io.containerizer.linux.syscall;

import java.util.function.Consumer;

/**
 * Reads files for somebody else, of a directory whose owner may be changing it: paths are resolved by the kernel and lead
 * nowhere outside of the directory, and nothing is opened but directories and regular files, so neither a fifo nor a device can
 * make the reader wait. Each call throws {@link KernelException}. Descriptors are the caller's to close. From any thread.
 */
public interface ServedFiles {

    /** A directory or a file of the host, trusted: links in its path are followed. Not opened, only found. */
    int find(String path);

    /**
     * What stands at a relative path below {@code directory}, with links followed. Not opened, only found.
     *
     * @throws KernelException EXDEV if the path leads out of the directory, or through a link of the kernel's own
     */
    int findBelow(int directory, String path);

    Facts facts(int fd);

    /** What {@code name} in a directory is, a link not followed. */
    Facts facts(int directory, byte[] name);

    /** Opens for reading what was found, which must be a regular file or a directory. */
    int open(int found);

    /** Hands over the names in an open directory, but {@code .} and {@code ..}. */
    void names(int directory, Consumer<byte[]> each);

    /** Up to {@code max} bytes from {@code position} of an open file; fewer at its end. */
    byte[] read(int file, long position, int max);

    void close(int fd);

    /**
     * What statx(2) tells.
     *
     * @param mode with the bits of the type
     * @param seconds of the last change, with {@code nanos}
     */
    record Facts(int mode, int links, int uid, int gid, long size, long seconds, int nanos) {

        private static final int TYPE = 0170000;

        public boolean isDirectory() {
            return (mode & TYPE) == 0040000;
        }

        public boolean isRegular() {
            return (mode & TYPE) == 0100000;
        }

        public boolean isLink() {
            return (mode & TYPE) == 0120000;
        }
    }
}
