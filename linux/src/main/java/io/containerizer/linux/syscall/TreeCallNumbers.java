package io.containerizer.linux.syscall;

/** What {@link FfmTreeCalls} needs besides {@link CallNumbers}, and the flags of open(2) that differ between machines. */
record TreeCallNumbers(
        int symlinkat,
        int mknodat,
        int linkat,
        int fchmod,
        int utimensat,
        int setxattr,
        int ftruncate,
        int lseek,
        int directory,
        int noFollow) {

    /** Call after {@link CallNumbers#ofThisMachine}, which refuses machines that are not known. */
    static TreeCallNumbers ofThisMachine() {
        return System.getProperty("os.arch").equals("aarch64")
                ? new TreeCallNumbers(36, 33, 37, 52, 88, 5, 46, 62, 040000, 0100000)
                : new TreeCallNumbers(266, 259, 265, 91, 280, 188, 77, 8, 0200000, 0400000);
    }
}
