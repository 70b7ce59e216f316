package io.containerizer.linux.syscall;

import java.nio.file.Path;

/**
 * A file or directory that was found below a directory whose owner may change everything in it at any time: it is what
 * it was when it was found, and it was not outside.
 */
public final class LocatedFile implements AutoCloseable {

    private final Syscalls calls;
    private final int fd;

    private LocatedFile(Syscalls calls, int fd) {
        this.calls = calls;
        this.fd = fd;
    }

    /**
     * @param directory of the host, trusted: links in its path are followed
     * @param relative empty: the directory itself
     * @throws KernelException ENOENT, ENOTDIR, ELOOP; EXDEV for what is outside
     */
    public static LocatedFile below(Syscalls calls, Path directory, String relative) {
        int top = calls.open(directory.toString(), OpenFlag.PATH_ONLY, 0);
        try {
            return new LocatedFile(calls, calls.locateBeneath(top, relative.isEmpty() ? "." : relative));
        } finally {
            calls.close(top);
        }
    }

    /** What this directory has under a name, links followed as above. */
    public LocatedFile child(String name) {
        return new LocatedFile(calls, calls.locateBeneath(fd, name));
    }

    /** A path to this very file, whatever became of its name; only as long as this is open. */
    public Path path() {
        return Path.of("/proc/self/fd/" + fd);
    }

    @Override
    public void close() {
        calls.close(fd);
    }
}
