package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;
import java.util.ArrayList;
import java.util.List;

/** When directories were changed: set at the end, since every file that is made in one changes it. */
final class DirectoryTimes {

    /**
     * Bytes of memory for paths. An archive with more, which only one made for the purpose has, gets times too early and
     * some of them wrong.
     */
    private static final long MOST = 64L << 20;

    private static final int OVERHEAD = 100;

    private final TreeCalls calls;
    private final Directories directories;
    private final List<Entry> entries = new ArrayList<>();
    private long memory;

    private record Entry(byte[] path, Node node, FileTime time) {}

    DirectoryTimes(TreeCalls calls, Directories directories) {
        this.calls = calls;
        this.directories = directories;
    }

    void add(byte[] path, int descriptor, FileTime time) {
        entries.add(new Entry(path, calls.look(descriptor), time));
        memory += path.length + OVERHEAD;
        if (memory > MOST) {
            apply();
        }
    }

    void apply() {
        for (Entry entry : entries) {
            apply(entry);
        }
        entries.clear();
        memory = 0;
    }

    /** Unless something else has taken its place. */
    private void apply(Entry entry) {
        int descriptor;
        try {
            descriptor = directories.openExisting(entry.path);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return;
            }
            throw e;
        }
        try {
            if (calls.look(descriptor).isSameFile(entry.node)) {
                calls.changeTimes(descriptor, entry.time.seconds(), entry.time.nanos());
            }
        } finally {
            calls.close(descriptor);
        }
    }
}
