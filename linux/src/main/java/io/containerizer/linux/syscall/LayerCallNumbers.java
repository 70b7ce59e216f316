package io.containerizer.linux.syscall;

/** What {@link FfmLayerCalls} needs besides {@link CallNumbers}. */
record LayerCallNumbers(
        int lgetxattr,
        int getxattr,
        int listxattr,
        int removexattr,
        int readlinkat,
        int lseek,
        int ftruncate,
        int copyFileRange,
        int noFollow) {

    /** Call after {@link CallNumbers#ofThisMachine}, which refuses machines that are not known. */
    static LayerCallNumbers ofThisMachine() {
        return System.getProperty("os.arch").equals("aarch64")
                ? new LayerCallNumbers(9, 8, 11, 14, 78, 62, 46, 285, 0100000)
                : new LayerCallNumbers(192, 191, 194, 197, 267, 8, 77, 326, 0400000);
    }
}
