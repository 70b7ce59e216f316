package io.containerizer.verify.engine;

import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.TreeCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What layers hide others with. */
final class Layers {

    private Layers() {}

    static void whiteout(Path path) {
        try (TreeCalls calls = new FfmTreeCalls()) {
            int parent = calls.openRoot(path.getParent().toString());
            byte[] name = path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
            calls.makeNode(parent, name, TreeCalls.Node.CHARACTER_DEVICE, 0, 0);
            calls.close(parent);
        }
    }

    static void makeOpaque(Path directory) {
        try (TreeCalls calls = new FfmTreeCalls()) {
            int fd = calls.openRoot(directory.toString());
            calls.setAttribute(fd, "trusted.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
            calls.close(fd);
        }
    }
}
