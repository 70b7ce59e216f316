package io.containerizer.linux.syscall;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/**
 * How much of their disks the files below a directory occupy: the number of {@code du -k -s}, in bytes. As there, a file
 * with several names counts once, holes do not count, and other file systems mounted below do. Files that vanish
 * meanwhile are no error.
 *
 * <p>The files may belong to somebody who changes them at the same time and is not trusted: no symbolic link below the
 * root is followed, and neither a deep tree nor a broad one takes many descriptors.
 */
public final class TreeSize {

    private static final long KILOBYTE = 1024;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();
    private final boolean several = Runtime.getRuntime().availableProcessors() > 1;
    private final ThreadFactory threads;

    /** @param threads makes the thread that takes over half of a large tree, and ends with it */
    public TreeSize(ThreadFactory threads) {
        this.threads = threads;
    }

    /**
     * A file or directory to measure or to leave out.
     *
     * @param root trusted: links in this path are followed
     * @param below a path in the root, resolved without leaving it; empty: the root itself
     */
    public record Place(Path root, String below) {
        public static Place of(Path root) {
            return new Place(root, "");
        }

        @Override
        public String toString() {
            return below.isEmpty() ? root.toString() : root + "/" + below;
        }
    }

    /**
     * Bytes, a multiple of 1024. Ends with {@link Errno#ECANCELED} when the thread is interrupted.
     *
     * @param excluded what does not count, with all below it; it need not exist
     */
    public long bytes(Place place, Collection<Place> excluded) {
        try (TreeReader reader = new TreeReader(native_, nr)) {
            Set<TreeWalk.Inode> skipped = new HashSet<>();
            excluded.forEach(e -> reader.inodeOf(e).ifPresent(skipped::add));
            TreeWalk walk = new TreeWalk(place.toString(), skipped, reader::close);
            reader.readRoot(place, walk);
            work(walk, reader).join();
            return (walk.total() + KILOBYTE - 1) / KILOBYTE * KILOBYTE;
        }
    }

    /** Until there is nothing left to do; with company as soon as the tree turns out to be large. */
    private CompletableFuture<Void> work(TreeWalk walk, TreeReader reader) {
        CompletableFuture<Void> helper = CompletableFuture.completedFuture(null);
        boolean alone = several;
        for (TreeWalk.Directory next = walk.take(); next != null; next = walk.take()) {
            reader.read(next, walk);
            if (alone && walk.isLarge()) {
                alone = false;
                CompletableFuture<Void> done = new CompletableFuture<>();
                helper = done;
                threads.newThread(() -> help(walk, done)).start();
            }
        }
        return helper;
    }

    private void help(TreeWalk walk, CompletableFuture<Void> done) {
        try (TreeReader reader = new TreeReader(native_, nr)) {
            for (TreeWalk.Directory next = walk.take(); next != null; next = walk.take()) {
                reader.read(next, walk);
            }
        } finally {
            done.complete(null);
        }
    }
}
