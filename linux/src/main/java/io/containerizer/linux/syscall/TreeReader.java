package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.linux.syscall.TreeWalk.Anchor;
import io.containerizer.linux.syscall.TreeWalk.Directory;
import io.containerizer.linux.syscall.TreeWalk.Inode;
import io.containerizer.linux.syscall.TreeWalk.Level;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads directories of a walk, on one thread, with buffers that are made once: a call per file, no more. */
final class TreeReader implements AutoCloseable {

    private static final int AT_FDCWD = -100;
    private static final int DIRECTORY = isArm() ? 040000 : 0200000;
    private static final int NO_FOLLOW = isArm() ? 0100000 : 0400000;
    private static final int RESOLVE_NO_SYMLINKS = 0x04;
    private static final int RESOLVE_BENEATH = 0x08;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int OPEN_DIRECTORY = OpenFlag.READ | DIRECTORY | NO_FOLLOW;
    private static final int ENTRIES_SIZE = 64 * 1024;
    private static final int NAME_OFFSET = 19;

    /** With one more name it still fits what the kernel takes. */
    private static final int LONGEST_PATH = 3800;

    private static final int PATH_SIZE = 4096;
    private static final int TRIES = 100;

    private final Arena arena = Arena.ofConfined();
    private final NativeCall native_;
    private final CallNumbers nr;
    private final MemorySegment state = NativeCall.state(arena);
    private final FileStatus status = new FileStatus(arena.allocate(FileStatus.SIZE, 8));
    private final MemorySegment entries = arena.allocate(ENTRIES_SIZE, 8);
    private final MemorySegment path = arena.allocate(PATH_SIZE, 8);
    private final MemorySegment how = arena.allocate(24, 8);
    private final ByteArrayOutputStream directories = new ByteArrayOutputStream();
    private long bytes;
    private long seen;

    TreeReader(NativeCall native_, CallNumbers nr) {
        this.native_ = native_;
        this.nr = nr;
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** On any thread. */
    void close(int descriptor) {
        native_.call(nr.close(), descriptor, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Nothing where there is nothing. */
    Optional<Inode> inodeOf(Place place) {
        int descriptor;
        try {
            descriptor = find(place);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            check("look at", place, look(descriptor, path.address(), FileStatus.OF_DESCRIPTOR));
            return Optional.of(new Inode(status.device(), status.inode()));
        } finally {
            close(descriptor);
        }
    }

    /** A descriptor of what stands there, not opened for reading. */
    private int find(Place place) {
        int root = (int) check(
                "open",
                place,
                open(AT_FDCWD, place.root().toString().getBytes(StandardCharsets.UTF_8), OpenFlag.PATH_ONLY, 0));
        if (place.below().isEmpty()) {
            return root;
        }
        try {
            byte[] below = place.below().getBytes(StandardCharsets.UTF_8);
            return (int) check("open", place, open(root, below, OpenFlag.PATH_ONLY, RESOLVE_IN_ROOT));
        } finally {
            close(root);
        }
    }

    /** The first directory of a walk; a file has no more than itself. */
    void readRoot(Place place, TreeWalk walk) {
        int found = find(place);
        try {
            check("look at", place, look(found, path.address(), FileStatus.OF_DESCRIPTOR));
            long own = status.bytes();
            if (!status.isDirectory()) {
                walk.add(own);
                return;
            }
            int root = (int) check("open", place, open(found, new byte[] {'.'}, OPEN_DIRECTORY, 0));
            walk.add(own);
            read(walk.root(new Anchor(root, true)), walk);
        } finally {
            close(found);
        }
    }

    /** Adds up what is in a directory, and leaves the directories in it for later. */
    void read(Directory directory, TreeWalk walk) {
        bytes = 0;
        seen = 0;
        directories.reset();
        Level below = null;
        try {
            if (directory.isRoot()) {
                below = scan(directory, directory.anchor().descriptor(), walk);
            } else {
                long opened = open(
                        directory.anchor().descriptor(),
                        directory.path(),
                        OPEN_DIRECTORY,
                        RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
                if (opened >= 0) {
                    below = scanAndClose(directory, (int) opened, walk);
                } else if (!isGone(opened)) {
                    walk.fail("open", directory, (int) -opened);
                }
            }
        } finally {
            walk.done(directory, bytes, seen, below);
        }
    }

    /** Far below, the directory stays open as the one that those in it are opened from. */
    private @Nullable Level scanAndClose(Directory directory, int descriptor, TreeWalk walk) {
        Level below = scan(directory, descriptor, walk);
        if (below != null && directory.path().length > LONGEST_PATH) {
            return below.from(new Anchor(descriptor, false));
        }
        close(descriptor);
        return below;
    }

    private @Nullable Level scan(Directory directory, int descriptor, TreeWalk walk) {
        if (look(descriptor, path.address(), FileStatus.OF_DESCRIPTOR) < 0) {
            return null;
        }
        Inode own = new Inode(status.device(), status.inode());
        for (; ; ) {
            long n =
                    native_.call(state, CallNumbers.getdents64(), descriptor, entries.address(), ENTRIES_SIZE, 0, 0, 0);
            if (n < 0 && !isGone(n)) {
                walk.fail("read", directory, (int) -n);
            }
            if (n <= 0) {
                byte[] names = directories.toByteArray();
                return names.length == 0
                        ? null
                        : new Level(directory.parent(), directory.anchor(), directory.path(), own, names);
            }
            for (long at = 0; at < n; at += entries.get(JAVA_SHORT, at + 16) & 0xffff) {
                long name = at + NAME_OFFSET;
                if (isDots(name)) {
                    continue;
                }
                long r = look(descriptor, entries.address() + name, FileStatus.NO_FOLLOW);
                if (r >= 0) {
                    count(directory, own, name, walk);
                } else if (!isGone(r)) {
                    walk.fail("look into", directory, (int) -r);
                    return null;
                }
            }
        }
    }

    /** {@code .} or {@code ..} */
    private boolean isDots(long name) {
        return entries.get(JAVA_BYTE, name) == '.'
                && (entries.get(JAVA_BYTE, name + 1) == 0
                        || (entries.get(JAVA_BYTE, name + 1) == '.' && entries.get(JAVA_BYTE, name + 2) == 0));
    }

    /** The file that was looked at last. */
    private void count(Directory directory, Inode own, long name, TreeWalk walk) {
        seen++;
        if (walk.hasSkipped() && walk.isSkipped(new Inode(status.device(), status.inode()))) {
            return;
        }
        if (!status.isDirectory()) {
            if (status.links() < 2 || walk.links().add(status.device(), status.inode())) {
                bytes += status.bytes();
            }
            return;
        }
        if (status.isMountRoot()) {
            Inode inode = new Inode(status.device(), status.inode());
            if (inode.equals(own) || directory.isBelow(inode)) {
                return;
            }
        }
        bytes += status.bytes();
        long end = name;
        while (entries.get(JAVA_BYTE, end) != 0) {
            directories.write(entries.get(JAVA_BYTE, end++));
        }
        directories.write(0);
    }

    /** Renamed or removed since its name was read, or replaced by something else. */
    private static boolean isGone(long result) {
        return result == -Errno.ENOENT.number()
                || result == -Errno.ENOTDIR.number()
                || result == -Errno.ELOOP.number()
                || result == -Errno.ESTALE.number();
    }

    private long look(int directory, long name, int flags) {
        return native_.call(
                state,
                nr.statx(),
                directory,
                name,
                flags,
                FileStatus.WANTED,
                status.statx().address(),
                0);
    }

    /** A mount made meanwhile can make the kernel lose its way: it then asks to be asked again. */
    private long open(int directory, byte[] name, int flags, int resolve) {
        MemorySegment.copy(name, 0, path, JAVA_BYTE, 0, name.length);
        path.set(JAVA_BYTE, name.length, (byte) 0);
        how.set(JAVA_LONG, 0, flags | OpenFlag.CLOSE_ON_EXEC);
        how.set(JAVA_LONG, 16, resolve);
        long opened = -Errno.EAGAIN.number();
        for (int i = 0; i < TRIES && opened == -Errno.EAGAIN.number(); i++) {
            opened = native_.call(
                    state, CallNumbers.OPENAT2, directory, path.address(), how.address(), how.byteSize(), 0, 0);
        }
        path.set(JAVA_BYTE, 0, (byte) 0); // the empty path again
        return opened;
    }

    private static long check(String call, Place place, long result) {
        if (result < 0) {
            throw new KernelException(call, place.toString(), (int) -result);
        }
        return result;
    }
}
