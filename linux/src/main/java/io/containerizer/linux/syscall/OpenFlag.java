package io.containerizer.linux.syscall;

/** Flags of open(2) that are the same on every machine we build for. */
public final class OpenFlag {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0100;
    public static final int EXCLUSIVE = 0200;
    public static final int TRUNCATE = 01000;
    public static final int APPEND = 02000;
    public static final int NONBLOCK = 04000;
    public static final int CLOSE_ON_EXEC = 02000000;
    public static final int PATH_ONLY = 010000000;

    private OpenFlag() {}
}
