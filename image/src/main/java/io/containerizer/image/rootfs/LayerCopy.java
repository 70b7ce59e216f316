package io.containerizer.image.rootfs;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.LayerCalls;
import io.containerizer.linux.syscall.LayerCalls.Metadata;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeRemoval;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts one layer over the tree of those below it. Directories get their attributes last, when nothing is put into them
 * any more. Two descriptors are open at a time, however deep the tree is.
 */
final class LayerCopy {

    private static final String OVERLAY_ATTRIBUTES = "trusted.overlay.";
    private static final int FOR_NOW = 0700;
    private static final byte[] HERE = {'.'};

    private final TreeCalls tree;
    private final LayerCalls calls;
    private final TreeRemoval removal;
    private final int fromRoot;
    private final int toRoot;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final List<byte[]> done = new ArrayList<>();
    private final Map<Long, Place> linked = new HashMap<>();

    /** A name in the copy. */
    private record Place(byte[] directory, byte[] name) {}

    LayerCopy(TreeCalls tree, LayerCalls calls, int fromRoot, int toRoot) {
        this.tree = tree;
        this.calls = calls;
        this.removal = new TreeRemoval(tree);
        this.fromRoot = fromRoot;
        this.toRoot = toRoot;
    }

    void run() {
        waiting.add(HERE);
        while (!waiting.isEmpty()) {
            byte[] path = waiting.pop();
            inBoth(path, (from, to) -> copyDirectory(path, from, to));
            done.add(path);
        }
        for (byte[] path : done.reversed()) {
            inBoth(path, this::copyAttributes);
        }
    }

    /** What is done with a directory of the layer and the one that stands for it in the copy. */
    private interface Step {
        void on(int from, int to);
    }

    private void inBoth(byte[] path, Step step) {
        int from = tree.openDirectory(fromRoot, path);
        try {
            int to = tree.openDirectory(toRoot, path);
            try {
                step.on(from, to);
            } finally {
                tree.close(to);
            }
        } finally {
            tree.close(from);
        }
    }

    private void copyDirectory(byte[] path, int from, int to) {
        byte[] opaque = calls.attributes(from).get(OpaqueMark.NAME);
        if (opaque != null && OpaqueMark.hides(opaque)) {
            removal.empty(to);
        }
        for (byte[] name : tree.names(from)) {
            try {
                copyEntry(path, name, from, to);
            } catch (KernelException e) {
                throw e.during(e.code(), "copy " + printable(path) + "/" + printable(name));
            }
        }
    }

    private void copyEntry(byte[] path, byte[] name, int from, int to) {
        int node = tree.openNode(from, name);
        try {
            Metadata wanted = calls.metadata(node);
            boolean keeps = wanted.isDirectory() && isDirectory(to, name);
            if (!keeps) {
                removeIfThere(to, name);
            }
            if (wanted.isDirectory()) {
                if (!keeps) {
                    tree.makeDirectory(to, name, FOR_NOW);
                }
                waiting.push(join(path, name));
            } else if (!wanted.isWhiteout()) {
                copyLeaf(new Place(path, name), wanted, node, from, to);
            }
        } finally {
            tree.close(node);
        }
    }

    private void copyLeaf(Place place, Metadata wanted, int node, int from, int to) {
        byte[] name = place.name;
        Place first = wanted.links() > 1 ? linked.putIfAbsent(wanted.inode(), place) : null;
        if (first != null) {
            int directory = tree.openDirectory(toRoot, first.directory);
            try {
                tree.linkFile(directory, first.name, to, name);
            } finally {
                tree.close(directory);
            }
            return;
        }
        if (wanted.isRegular()) {
            copyFile(name, wanted, from, to);
        } else if (wanted.isLink()) {
            tree.makeLink(calls.target(node), to, name);
        } else {
            tree.makeNode(to, name, wanted.mode(), wanted.major(), wanted.minor());
        }
        int made = tree.openNode(to, name);
        try {
            copyAttributes(node, made);
        } finally {
            tree.close(made);
        }
    }

    private void copyFile(byte[] name, Metadata wanted, int from, int to) {
        int source = calls.openFile(from, name);
        try {
            int target = tree.createFile(to, name);
            try {
                calls.copyContent(source, target, wanted.size());
            } finally {
                tree.close(target);
            }
        } finally {
            tree.close(source);
        }
    }

    /** In this order: a new owner takes rights away, and everything changes the times. */
    private void copyAttributes(int from, int to) {
        Metadata wanted = calls.metadata(from);
        tree.changeOwner(to, wanted.uid(), wanted.gid());
        if (!wanted.isLink()) {
            tree.changeMode(to, wanted.permissions());
        }
        Map<String, byte[]> attributes = calls.attributes(from);
        attributes.keySet().removeIf(name -> name.startsWith(OVERLAY_ATTRIBUTES));
        Set<String> stale = new HashSet<>(calls.attributes(to).keySet());
        stale.removeAll(attributes.keySet());
        stale.forEach(name -> calls.removeAttribute(to, name));
        attributes.forEach((name, value) -> tree.setAttribute(to, name, value));
        tree.changeTimes(to, wanted.seconds(), wanted.nanos());
    }

    private boolean isDirectory(int directory, byte[] name) {
        try {
            return tree.look(directory, name).isDirectory();
        } catch (KernelException e) {
            return unlessMissing(e);
        }
    }

    private void removeIfThere(int directory, byte[] name) {
        try {
            removal.remove(directory, name);
        } catch (KernelException e) {
            unlessMissing(e);
        }
    }

    private static boolean unlessMissing(KernelException e) {
        if (!e.is(Errno.ENOENT)) {
            throw e;
        }
        return false;
    }

    private static byte[] join(byte[] path, byte[] name) {
        byte[] joined = new byte[path.length + 1 + name.length];
        System.arraycopy(path, 0, joined, 0, path.length);
        joined[path.length] = '/';
        System.arraycopy(name, 0, joined, path.length + 1, name.length);
        return joined;
    }

    private static String printable(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }
}
