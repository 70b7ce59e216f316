package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Projects by ioctl (struct fsxattr) and quotactl_fd (struct fs_disk_quota, fs_quota_statv), which needs no path of the
 * block device. Results are negated errnos where they are below 0.
 */
final class Projects {

    private static final long FS_IOC_FSGETXATTR = 0x801c581fL;
    private static final long FS_IOC_FSSETXATTR = 0x401c5820L;
    private static final int XFLAG_PROJINHERIT = 0x200;
    private static final int XATTR_PROJECT = 12;

    private static final int PROJECT_QUOTA = 2;
    private static final int SET_LIMITS = 'X' << 8 | 4;
    private static final int GET_STATE = 'X' << 8 | 8;
    private static final int GET_NEXT = 'X' << 8 | 9;
    private static final int PROJECTS_COUNTED = 0x10;
    private static final int PROJECTS_ENFORCED = 0x20;
    private static final int BLOCK = 512;

    private static final int QUOTA_FIELDS = 2;
    private static final int QUOTA_ID = 4;
    private static final int QUOTA_HARD = 8;
    private static final int QUOTA_SOFT = 16;
    private static final int QUOTA_BLOCKS = 40;
    private static final int QUOTA_FILES = 48;
    private static final short BOTH_BLOCK_LIMITS = 1 << 2 | 1 << 3;

    private Projects() {}

    static long project(NativeCall native_, CallNumbers nr, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fsxattr = arena.allocate(32, 8);
            long r = native_.call(nr.ioctl(), fd, FS_IOC_FSGETXATTR, fsxattr.address(), 0, 0, 0);
            return r < 0 ? r : fsxattr.get(JAVA_INT, XATTR_PROJECT) & 0xffffffffL;
        }
    }

    static long setProject(NativeCall native_, CallNumbers nr, int fd, long project) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fsxattr = arena.allocate(32, 8);
            long r = native_.call(nr.ioctl(), fd, FS_IOC_FSGETXATTR, fsxattr.address(), 0, 0, 0);
            if (r < 0) {
                return r;
            }
            fsxattr.set(JAVA_INT, 0, fsxattr.get(JAVA_INT, 0) | XFLAG_PROJINHERIT);
            fsxattr.set(JAVA_INT, XATTR_PROJECT, (int) project);
            return native_.call(nr.ioctl(), fd, FS_IOC_FSSETXATTR, fsxattr.address(), 0, 0, 0);
        }
    }

    /** A file system without quotas knows no such call, or has nothing to tell. */
    static ProjectState state(NativeCall native_, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statv = arena.allocate(256, 8);
            statv.set(JAVA_BYTE, 0, (byte) 1);
            if (control(native_, fd, GET_STATE, 0, statv) < 0) {
                return ProjectState.IGNORED;
            }
            int flags = statv.get(JAVA_SHORT, 2);
            if ((flags & PROJECTS_COUNTED) == 0) {
                return ProjectState.IGNORED;
            }
            return (flags & PROJECTS_ENFORCED) == 0 ? ProjectState.COUNTED : ProjectState.ENFORCED;
        }
    }

    static Optional<ProjectQuota> next(NativeCall native_, int fd, long from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment quota = arena.allocate(128, 8);
            long r = control(native_, fd, GET_NEXT, from, quota);
            if (r == -Errno.ENOENT.number()) {
                return Optional.empty();
            }
            if (r < 0) {
                throw new KernelException("read quota of project", Long.toString(from), (int) -r);
            }
            return Optional.of(new ProjectQuota(
                    quota.get(JAVA_INT, QUOTA_ID) & 0xffffffffL,
                    quota.get(JAVA_LONG, QUOTA_SOFT) * BLOCK,
                    quota.get(JAVA_LONG, QUOTA_HARD) * BLOCK,
                    quota.get(JAVA_LONG, QUOTA_BLOCKS) * BLOCK,
                    quota.get(JAVA_LONG, QUOTA_FILES)));
        }
    }

    static long limit(NativeCall native_, int fd, long project, long softBytes, long hardBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment quota = arena.allocate(128, 8);
            quota.set(JAVA_BYTE, 0, (byte) 1);
            quota.set(JAVA_BYTE, 1, (byte) PROJECT_QUOTA);
            quota.set(JAVA_SHORT, QUOTA_FIELDS, BOTH_BLOCK_LIMITS);
            quota.set(JAVA_INT, QUOTA_ID, (int) project);
            quota.set(JAVA_LONG, QUOTA_SOFT, Math.ceilDiv(softBytes, BLOCK));
            quota.set(JAVA_LONG, QUOTA_HARD, Math.ceilDiv(hardBytes, BLOCK));
            return control(native_, fd, SET_LIMITS, project, quota);
        }
    }

    private static long control(NativeCall native_, int fd, int command, long project, MemorySegment data) {
        long typed = (long) command << 8 | PROJECT_QUOTA;
        return native_.call(CallNumbers.QUOTACTL_FD, fd, typed, project, data.address(), 0, 0);
    }
}
