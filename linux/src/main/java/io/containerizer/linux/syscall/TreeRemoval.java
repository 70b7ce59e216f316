package io.containerizer.linux.syscall;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Removes trees of any depth that somebody else made, with two descriptors and no path: a directory found inside is
 * moved up to the top before it is emptied. Nothing outside is touched, whatever links there are.
 */
public final class TreeRemoval {

    private final TreeCalls calls;

    public TreeRemoval(TreeCalls calls) {
        this.calls = calls;
    }

    /** Whatever {@code name} is, with all below it; a link is removed itself. ENOENT where there is nothing. */
    public void remove(int directory, byte[] name) {
        if (removeSimple(directory, name)) {
            return;
        }
        int top = calls.openChild(directory, name);
        try {
            empty(top);
        } finally {
            calls.close(top);
        }
        calls.removeDirectory(directory, name);
    }

    /** All that is in a directory. */
    public void empty(int top) {
        long moved = 0;
        for (List<byte[]> names = calls.names(top); !names.isEmpty(); names = calls.names(top)) {
            for (byte[] name : names) {
                if (!removeSimple(top, name)) {
                    moved = flatten(top, name, moved);
                }
            }
        }
    }

    /** Anything but a directory that has something in it. */
    private boolean removeSimple(int directory, byte[] name) {
        if (!calls.look(directory, name).isDirectory()) {
            calls.removeFile(directory, name);
            return true;
        }
        try {
            calls.removeDirectory(directory, name);
            return true;
        } catch (KernelException e) {
            if (e.is(Errno.ENOTEMPTY) || e.is(Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    private long flatten(int top, byte[] name, long moved) {
        long number = moved;
        int child = calls.openChild(top, name);
        try {
            for (byte[] below : calls.names(child)) {
                if (!removeSimple(child, below)) {
                    number = moveUp(child, below, top, number);
                }
            }
        } finally {
            calls.close(child);
        }
        calls.removeDirectory(top, name);
        return number;
    }

    /** Names that are taken are passed over. */
    private long moveUp(int child, byte[] name, int top, long from) {
        for (long number = from; ; number++) {
            try {
                calls.move(child, name, top, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
                return number + 1;
            } catch (KernelException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
        }
    }
}
