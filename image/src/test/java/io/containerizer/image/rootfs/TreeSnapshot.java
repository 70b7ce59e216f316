package io.containerizer.image.rootfs;

import io.containerizer.image.Digest;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.FfmLayerCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.LayerCalls;
import io.containerizer.linux.syscall.LayerCalls.Metadata;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.linux.syscall.TreeCalls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a process can see of a tree, as text: a line for each path, the bytes of names as characters. */
final class TreeSnapshot {

    private final TreeCalls tree = new FfmTreeCalls();
    private final LayerCalls calls = new FfmLayerCalls();
    private final Syscalls files = new FfmSyscalls();
    private final SortedMap<String, String> lines = new TreeMap<>();
    private final Map<Long, String> first = new HashMap<>();

    private TreeSnapshot() {}

    static SortedMap<String, String> of(Path top) {
        TreeSnapshot snapshot = new TreeSnapshot();
        try (TreeCalls tree = snapshot.tree) {
            int root = tree.openRoot(top.toString());
            Metadata own = snapshot.calls.metadata(root);
            snapshot.lines.put("/", "%o %d:%d".formatted(own.mode(), own.uid(), own.gid()));
            snapshot.walk("", root);
            tree.close(root);
        }
        return snapshot.lines;
    }

    private void walk(String path, int directory) {
        for (byte[] name : tree.names(directory).stream()
                .sorted((a, b) -> java.util.Arrays.compare(a, b))
                .toList()) {
            String below = path + "/" + new String(name, StandardCharsets.ISO_8859_1);
            int node;
            try {
                node = tree.openNode(directory, name);
            } catch (KernelException e) {
                if (e.is(Errno.ENOENT)) {
                    continue; // of a directory in one layer only, overlayfs lists whiteouts that cannot be opened
                }
                throw e;
            }
            Metadata entry = calls.metadata(node);
            lines.put(below, describe(below, name, entry, node, directory));
            tree.close(node);
            if (entry.isDirectory()) {
                int child = tree.openChild(directory, name);
                walk(below, child);
                tree.close(child);
            }
        }
    }

    private String describe(String path, byte[] name, Metadata entry, int node, int directory) {
        StringBuilder line = new StringBuilder(
                "%o %d:%d %d.%09d".formatted(entry.mode(), entry.uid(), entry.gid(), entry.seconds(), entry.nanos()));
        calls.attributes(node)
                .forEach((label, value) -> line.append(' ')
                        .append(label)
                        .append('=')
                        .append(HexFormat.of().formatHex(value)));
        if (entry.isLink()) {
            line.append(" -> ").append(new String(calls.target(node), StandardCharsets.ISO_8859_1));
        } else if (entry.isRegular()) {
            String same = entry.links() > 1 ? first.putIfAbsent(entry.inode(), path) : null;
            line.append(" %d %s".formatted(entry.size(), same == null ? content(directory, name) : "is " + same));
        } else if (!entry.isDirectory()) {
            line.append(" %d,%d".formatted(entry.major(), entry.minor()));
        }
        return line.toString();
    }

    private Digest content(int directory, byte[] name) {
        int file = calls.openFile(directory, name);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part = files.read(file, 1 << 20); part.length > 0; part = files.read(file, 1 << 20)) {
            all.writeBytes(part);
        }
        tree.close(file);
        return Digest.of(all.toByteArray());
    }
}
