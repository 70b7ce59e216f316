package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * Charges all that is below a directory to a project. Nothing is opened but what has turned out to be a directory or a
 * regular file, by a descriptor that stays with it. A directory is charged before it is read, so that what is made in it
 * meanwhile is charged, too. However deep the tree, few descriptors are open: paths go from the top, or from far below.
 */
final class ProjectTree implements AutoCloseable {

    private static final int AT_FDCWD = -100;

    /** No other mount, no links of either kind, nothing above. */
    private static final int RESOLVE_BENEATH = 0xf;

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;

    /** With one more name it still fits what the kernel takes. */
    private static final int LONGEST_PATH = 3800;

    private final NativeCall native_;
    private final CallNumbers nr;
    private final long project;
    private final int onlyDirectories = TreeCallNumbers.ofThisMachine().directory();
    private final FfmTreeCalls tree = new FfmTreeCalls();

    ProjectTree(NativeCall native_, CallNumbers nr, long project) {
        this.native_ = native_;
        this.nr = nr;
        this.project = project;
    }

    /** All below it, not itself. */
    void charge(int top) {
        Deque<byte[]> directories = new ArrayDeque<>();
        chargeEntries(top, new byte[0], directories);
        for (byte[] path = directories.poll(); path != null; path = directories.poll()) {
            int directory = open(top, path, OpenFlag.READ | onlyDirectories);
            if (directory < 0) {
                continue;
            }
            try {
                label(directory, path);
                if (path.length > LONGEST_PATH) {
                    charge(directory);
                } else {
                    chargeEntries(directory, path, directories);
                }
            } finally {
                tree.close(directory);
            }
        }
    }

    /** @param path of the directory, from the top of the walk */
    private void chargeEntries(int directory, byte[] path, Deque<byte[]> directories) {
        for (byte[] name : tree.names(directory)) {
            int node = open(directory, name, OpenFlag.PATH_ONLY);
            if (node < 0) {
                continue;
            }
            try {
                switch (tree.look(node).mode() & TYPE) {
                    case DIRECTORY -> directories.add(join(path, name));
                    case REGULAR -> chargeFile(node, name);
                    default -> {} // it has no content of its own
                }
            } finally {
                tree.close(node);
            }
        }
    }

    /** By way of a link of the kernel's own, which leads to the very file. */
    private void chargeFile(int node, byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom("/proc/self/fd/" + node).address();
            int flags = OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.CLOSE_ON_EXEC;
            int file = (int) check("open", name, native_.call(nr.openat(), AT_FDCWD, path, flags, 0, 0, 0));
            try {
                label(file, name);
            } finally {
                tree.close(file);
            }
        }
    }

    private void label(int file, byte[] name) {
        check("set project " + project + " on", name, Projects.setProject(native_, nr, file, project));
    }

    private static byte[] join(byte[] path, byte[] name) {
        byte[] joined = new byte[path.length + 1 + name.length];
        System.arraycopy(path, 0, joined, 0, path.length);
        joined[path.length] = '/';
        System.arraycopy(name, 0, joined, path.length + 1, name.length);
        return joined;
    }

    /** Below 0: it is gone, a link, or on another mount. */
    private int open(int directory, byte[] path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(JAVA_LONG, 0, flags | OpenFlag.CLOSE_ON_EXEC);
            how.set(JAVA_LONG, 16, RESOLVE_BENEATH);
            int from = path.length > 0 && path[0] == '/' ? 1 : 0;
            MemorySegment name = arena.allocate(path.length - from + 1L);
            MemorySegment.copy(path, from, name, JAVA_BYTE, 0, path.length - from);
            long r = -Errno.EAGAIN.number();
            while (r == -Errno.EAGAIN.number()) { // something was renamed meanwhile
                r = native_.call(CallNumbers.OPENAT2, directory, name.address(), how.address(), 24, 0, 0);
            }
            long result = r;
            boolean passedOver = Stream.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EXDEV, Errno.ESTALE)
                    .anyMatch(errno -> result == -errno.number());
            return passedOver ? (int) r : (int) check("open", path, r);
        }
    }

    private static long check(String what, byte[] name, long result) {
        if (result < 0) {
            throw new KernelException(what, "'" + new String(name, StandardCharsets.UTF_8) + "'", (int) -result);
        }
        return result;
    }

    @Override
    public void close() {
        tree.close();
    }
}
