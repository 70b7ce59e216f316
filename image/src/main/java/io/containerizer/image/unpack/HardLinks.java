package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;

/**
 * Second names of files of the same layer. A link that is the target gets a second name itself, wherever it leads; what the
 * layer takes away is no target.
 */
final class HardLinks {

    private final TreeCalls calls;
    private final Directories directories;
    private final UnpackLimits limits;

    HardLinks(TreeCalls calls, Directories directories, UnpackLimits limits) {
        this.calls = calls;
        this.directories = directories;
        this.limits = limits;
    }

    /** The attributes are those of the file. */
    void add(TarEntry entry, int directory, byte[] name) {
        EntryName target = target(entry);
        int from = openTarget(entry, target.directory());
        try {
            Node node = calls.look(from, target.last());
            if (node.isDirectory() || node.isWhiteout()) {
                throw new BadArchive(linkTo(entry) + ", which is "
                        + (node.isDirectory() ? "a directory" : "taken away by this layer"));
            }
            link(from, target.last(), directory, name, node);
        } catch (KernelException e) {
            throw e.is(Errno.ENOENT) ? missingTarget(entry) : e;
        } finally {
            calls.close(from);
        }
    }

    private int openTarget(TarEntry entry, byte[] directory) {
        try {
            return directories.openExisting(directory);
        } catch (KernelException e) {
            throw e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) ? missingTarget(entry) : e;
        }
    }

    private void link(int from, byte[] target, int directory, byte[] name, Node node) {
        try {
            calls.linkFile(from, target, directory, name);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (!calls.look(directory, name).isSameFile(node)) {
                directories.remove(directory, name);
                calls.linkFile(from, target, directory, name);
            }
        }
    }

    private EntryName target(TarEntry entry) {
        EntryName target;
        try {
            target = EntryName.parse(entry.target(), limits.nameBytes());
        } catch (BadArchive e) {
            throw new BadArchive(linkTo(entry) + ": " + e.reason());
        }
        if (target.kind() != EntryName.Kind.PLAIN || target.isRoot()) {
            throw missingTarget(entry);
        }
        return target;
    }

    private static BadArchive missingTarget(TarEntry entry) {
        return new BadArchive(linkTo(entry) + ", which is no file of this layer");
    }

    private static String linkTo(TarEntry entry) {
        return "it is a hard link to " + EntryName.printable(entry.target());
    }
}
