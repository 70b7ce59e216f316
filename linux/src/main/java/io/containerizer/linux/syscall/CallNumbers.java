package io.containerizer.linux.syscall;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** System call numbers: old calls differ between machines, those since 5.1 do not. */
record CallNumbers(
        int close,
        int read,
        int write,
        int openat,
        int mkdirat,
        int unlinkat,
        int renameat2,
        int fchownat,
        int fchmodat,
        int statx,
        int statfs,
        int flock,
        int fcntl,
        int geteuid,
        int getpid,
        int epollCreate,
        int epollCtl,
        int epollWait,
        int eventfd,
        int socket,
        int bind,
        int listen,
        int connect,
        int sendmsg,
        int recvmsg,
        int memfdCreate,
        int ioctl,
        int setsockopt) {

    static final int PIDFD_SEND_SIGNAL = 424;
    static final int PIDFD_OPEN = 434;
    static final int OPENAT2 = 437;
    static final int PIDFD_GETFD = 438;
    static final int QUOTACTL_FD = 443;

    static CallNumbers ofThisMachine() {
        String machine = System.getProperty("os.arch");
        return switch (machine) {
            case "amd64", "x86_64" ->
                new CallNumbers(
                        3, 0, 1, 257, 258, 263, 316, 260, 268, 332, 137, 73, 72, 107, 39, 291, 233, 281, 290, 41, 49,
                        50, 42, 46, 47, 319, 16, 54);
            case "aarch64" ->
                new CallNumbers(
                        57, 63, 64, 56, 34, 35, 276, 54, 53, 291, 43, 32, 25, 175, 172, 20, 21, 22, 19, 198, 200, 201,
                        203, 211, 212, 279, 29, 208);
            default ->
                throw ContainerizerException.of(
                        ErrorCode.UNUSABLE_HOST,
                        "choose system call numbers",
                        machine,
                        "this machine is not supported");
        };
    }

    static int pipe2() {
        return isArm() ? 59 : 293;
    }

    static int getdents64() {
        return isArm() ? 61 : 217;
    }

    static int pread64() {
        return isArm() ? 67 : 17;
    }

    static int syncfs() {
        return isArm() ? 267 : 306;
    }

    static int setpriority() {
        return isArm() ? 140 : 141;
    }

    static int ioprioSet() {
        return isArm() ? 30 : 251;
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
