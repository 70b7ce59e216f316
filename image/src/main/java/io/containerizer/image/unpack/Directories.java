package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeRemoval;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a tree by their paths, opened by the kernel without leaving the root, and made where they are
 * missing. The one asked for last stays open, since the next entry is most often in it, too; so a descriptor is good until
 * the next call.
 */
final class Directories implements AutoCloseable {

    private static final int IMPLIED_MODE = 0755;

    private final TreeCalls calls;
    private final Overlay overlay;
    private final TreeRemoval removal;
    private final EntryCount count;
    private final int root;
    private byte @Nullable [] path;
    private int opened = -1;

    Directories(TreeCalls calls, EntryCount count, int root) {
        this.calls = calls;
        this.overlay = new Overlay(calls);
        this.removal = new TreeRemoval(calls);
        this.count = count;
        this.root = root;
    }

    /** @param wanted without {@code ..}; empty: the root */
    int open(byte[] wanted) {
        if (wanted.length == 0) {
            return root;
        }
        if (!Arrays.equals(wanted, path)) {
            int descriptor;
            try {
                descriptor = calls.openDirectory(root, wanted);
            } catch (KernelException e) {
                if (!isMissing(e)) {
                    throw e;
                }
                descriptor = make(wanted);
            }
            remember(wanted, descriptor);
        }
        return opened;
    }

    /** One that the caller opens and closes, and that is not made. */
    int openExisting(byte[] wanted) {
        return calls.openDirectory(root, wanted.length == 0 ? new byte[] {'.'} : wanted);
    }

    /** That somebody has opened one; it is closed here. */
    void remember(byte[] itsPath, int descriptor) {
        close();
        opened = descriptor;
        path = itsPath;
    }

    /**
     * Removes what is in the way, with all below it. Paths may lead elsewhere afterwards; so what is open is not used again,
     * but is good until the next call.
     */
    void remove(int directory, byte[] name) {
        path = null;
        removal.remove(directory, name);
    }

    @Override
    public void close() {
        if (opened >= 0) {
            calls.close(opened);
        }
        opened = -1;
        path = null;
    }

    /** From the last directory on the way that there is. */
    private int make(byte[] wanted) {
        int end = wanted.length;
        int descriptor = -1;
        while (descriptor < 0) {
            end = parentEnd(wanted, end);
            descriptor = openIfThere(Arrays.copyOf(wanted, end));
        }
        while (end < wanted.length) {
            int from = end == 0 ? 0 : end + 1;
            end = nextEnd(wanted, from);
            descriptor = makeIn(descriptor, Arrays.copyOfRange(wanted, from, end), Arrays.copyOf(wanted, end));
        }
        return descriptor;
    }

    /** -1: it is missing, or is no directory. */
    private int openIfThere(byte[] prefix) {
        try {
            return openExisting(prefix);
        } catch (KernelException e) {
            if (isMissing(e)) {
                return -1;
            }
            throw e;
        }
    }

    /** Closes the one it is made in. */
    private int makeIn(int parent, byte[] name, byte[] wholePath) {
        try {
            boolean wasHidden = makeRoom(parent, name, wholePath);
            count.addImplied();
            calls.makeDirectory(parent, name, IMPLIED_MODE);
            int made = calls.openChild(parent, name);
            try {
                calls.changeMode(made, IMPLIED_MODE);
                if (wasHidden) {
                    overlay.makeOpaque(made);
                }
                return made;
            } catch (KernelException e) {
                calls.close(made);
                throw e;
            }
        } finally {
            calls.close(parent);
        }
    }

    /** True if this layer has taken the name away before. */
    private boolean makeRoom(int parent, byte[] name, byte[] wholePath) {
        try {
            if (!calls.look(parent, name).isWhiteout()) {
                throw new BadArchive(EntryName.printable(wholePath) + " on its way is no directory of this layer");
            }
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
        calls.removeFile(parent, name);
        return true;
    }

    private static boolean isMissing(KernelException e) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR);
    }

    private static int parentEnd(byte[] wanted, int end) {
        int slash = end - 1;
        while (slash > 0 && wanted[slash] != '/') {
            slash--;
        }
        return slash;
    }

    private static int nextEnd(byte[] wanted, int from) {
        int end = from;
        while (end < wanted.length && wanted[end] != '/') {
            end++;
        }
        return end;
    }
}
