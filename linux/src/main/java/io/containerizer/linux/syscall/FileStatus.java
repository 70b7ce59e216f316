package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** A struct statx that is used again and again, of the file asked for last. */
record FileStatus(MemorySegment statx) {

    static final int SIZE = 256;

    /** AT_SYMLINK_NOFOLLOW, and AT_NO_AUTOMOUNT. */
    static final int NO_FOLLOW = 0x100 | 0x800;

    /** AT_EMPTY_PATH: of the descriptor itself. */
    static final int OF_DESCRIPTOR = 0x1000;

    /** STATX_TYPE, _NLINK, _INO, _BLOCKS. */
    static final int WANTED = 0x1 | 0x4 | 0x100 | 0x400;

    private static final int ATTRIBUTE_MOUNT_ROOT = 0x2000;

    boolean isDirectory() {
        return (statx.get(JAVA_SHORT, 28) & 0170000) == 0040000;
    }

    int links() {
        return statx.get(JAVA_INT, 16);
    }

    long inode() {
        return statx.get(JAVA_LONG, 32);
    }

    long device() {
        return (long) statx.get(JAVA_INT, 136) << 32 | statx.get(JAVA_INT, 140) & 0xffffffffL;
    }

    boolean isMountRoot() {
        return (statx.get(JAVA_LONG, 8) & ATTRIBUTE_MOUNT_ROOT) != 0;
    }

    /** What it occupies, which a sparse file does less than its length says. */
    long bytes() {
        return statx.get(JAVA_LONG, 48) * 512;
    }
}
