package io.containerizer.linux.syscall;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of one walk, shared by its threads. Directories are handed out depth first; those that wait are
 * names in an array, not objects, since a directory may have a million others in it.
 */
final class TreeWalk {

    private static final int LARGE = 1000;

    private final String name;
    private final Set<Inode> skipped;
    private final IntConsumer closer;
    private final InodeSet links = new InodeSet();
    private final Deque<Level> stack = new ArrayDeque<>();
    private int busy;
    private long total;
    private long entries;
    private @Nullable KernelException failure;

    record Inode(long device, long inode) {}

    /** An open directory that others are opened from. It is closed when nobody needs it any more. */
    static final class Anchor {
        private final int descriptor;
        private final boolean top;
        private int users;

        /** @param top whether it is the root of the walk */
        Anchor(int descriptor, boolean top) {
            this.descriptor = descriptor;
            this.top = top;
        }

        int descriptor() {
            return descriptor;
        }
    }

    /** Directories of one directory that wait. Its path starts at the anchor, and is empty for the anchor itself. */
    static final class Level {
        private final @Nullable Level parent;
        private final Anchor anchor;
        private final byte[] path;
        private final Inode inode;
        private final byte[] names;
        private int next;

        /** @param names each ends with a zero byte */
        Level(@Nullable Level parent, Anchor anchor, byte[] path, Inode inode, byte[] names) {
            this.parent = parent;
            this.anchor = anchor;
            this.path = path;
            this.inode = inode;
            this.names = names;
        }

        /** The same, with a directory of its own to open them from. */
        Level from(Anchor own) {
            return new Level(parent, own, new byte[0], inode, names);
        }

        private byte[] nextPath() {
            int end = next;
            while (names[end] != 0) {
                end++;
            }
            int separator = path.length == 0 ? 0 : 1;
            byte[] child = new byte[path.length + separator + end - next];
            System.arraycopy(path, 0, child, 0, path.length);
            if (separator == 1) {
                child[path.length] = '/';
            }
            System.arraycopy(names, next, child, path.length + separator, end - next);
            next = end + 1;
            return child;
        }
    }

    /**
     * A directory to read.
     *
     * @param parent where it is; absent for the root
     * @param path from the anchor
     */
    record Directory(@Nullable Level parent, Anchor anchor, byte[] path) {
        boolean isRoot() {
            return parent == null;
        }

        /** Whether it is in itself, by way of a mount. */
        boolean isBelow(Inode inode) {
            for (Level level = parent; level != null; level = level.parent) {
                if (level.inode.equals(inode)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @param closer closes a descriptor, on any thread */
    TreeWalk(String name, Set<Inode> skipped, IntConsumer closer) {
        this.name = name;
        this.skipped = skipped;
        this.closer = closer;
    }

    boolean isSkipped(Inode inode) {
        return skipped.contains(inode);
    }

    boolean hasSkipped() {
        return !skipped.isEmpty();
    }

    InodeSet links() {
        return links;
    }

    /** The next directory, which the caller gives back with {@link #done}; null when nothing is left, or all is lost. */
    synchronized @Nullable Directory take() {
        try {
            while (failure == null && (busy > 0 || !stack.isEmpty())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!stack.isEmpty()) {
                    busy++;
                    return next(stack.element());
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("measure", name, Errno.ECANCELED.number());
        }
        return null;
    }

    private Directory next(Level level) {
        level.anchor.users++;
        Directory next = new Directory(level, level.anchor, level.nextPath());
        if (level.next == level.names.length) {
            stack.remove();
            release(level.anchor);
        }
        return next;
    }

    synchronized void add(long bytes) {
        total += bytes;
    }

    /** The first directory; like the others it is given back with {@link #done}. */
    synchronized Directory root(Anchor anchor) {
        anchor.users++;
        busy++;
        return new Directory(null, anchor, new byte[0]);
    }

    /** @param below what is in it, if there are directories */
    synchronized void done(Directory directory, long bytes, long seen, @Nullable Level below) {
        total += bytes;
        entries += seen;
        if (below != null && failure == null) {
            below.anchor.users++;
            stack.push(below);
        }
        release(directory.anchor);
        busy--;
        notifyAll();
    }

    /** Gives up: what waits is let go. */
    synchronized void fail(String call, Directory at, int errno) {
        String path = new String(at.path, StandardCharsets.UTF_8);
        fail(call, name + (at.anchor.top ? "/" : "/.../") + path, errno);
    }

    private synchronized void fail(String call, String subject, int errno) {
        if (failure == null) {
            failure = new KernelException(call, subject, errno);
        }
        stack.forEach(level -> release(level.anchor));
        stack.clear();
        notifyAll();
    }

    private void release(Anchor anchor) {
        if (--anchor.users == 0) {
            closer.accept(anchor.descriptor);
        }
    }

    /** Worth a second thread. */
    synchronized boolean isLarge() {
        return entries >= LARGE && !stack.isEmpty();
    }

    /** Bytes, when all have returned. */
    synchronized long total() {
        if (failure != null) {
            throw failure;
        }
        return total;
    }
}
