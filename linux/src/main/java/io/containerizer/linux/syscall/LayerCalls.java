package io.containerizer.linux.syscall;

import java.util.Map;
import java.util.Optional;

/**
 * What has to be asked of unpacked layers to make root file systems of them: the reading side of {@link TreeCalls}. Each
 * call throws {@link KernelException}.
 */
public interface LayerCalls {

    /**
     * An extended attribute of what stands at {@code path}, which is not followed if it is a link; nothing if it has none
     * of this name.
     */
    Optional<byte[]> attribute(String path, String name);

    /**
     * Puts an overlay together and lets it go again, without mounting it anywhere.
     *
     * @return why the kernel does not; nothing if it does
     */
    Optional<Errno> tryOverlay(String lower, String upper, String work);

    /** All extended attributes of what a descriptor stands for, opened or not. */
    Map<String, byte[]> attributes(int fd);

    void removeAttribute(int fd, String name);

    /** Of what a descriptor stands for, opened or not. */
    Metadata metadata(int fd);

    /** Where a symbolic link leads, of which this is the descriptor. */
    byte[] target(int link);

    /** A regular file in {@code directory}, for reading. */
    int openFile(int directory, byte[] name);

    /**
     * Fills an empty file with the content of another one, sharing its blocks where the file system can, and without its
     * holes.
     */
    void copyContent(int from, int to, long size);

    /**
     * What statx(2) tells.
     *
     * @param mode with the bits of the type
     * @param seconds of the last change, with {@code nanos}
     * @param major of the device that a node of this kind stands for
     */
    record Metadata(
            int mode,
            long uid,
            long gid,
            long size,
            long links,
            long inode,
            long seconds,
            int nanos,
            int major,
            int minor) {

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

        /** What hides a name of the layers below in an overlay. */
        public boolean isWhiteout() {
            return (mode & TYPE) == 0020000 && major == 0 && minor == 0;
        }

        public int permissions() {
            return mode & ~TYPE;
        }
    }
}
