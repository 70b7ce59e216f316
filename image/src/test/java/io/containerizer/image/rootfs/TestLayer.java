package io.containerizer.image.rootfs;

import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory in the form that unpacked layers have, filled with whatever layers may have. */
final class TestLayer {

    private final Path top;

    TestLayer(Path top) {
        this.top = top;
        try {
            Files.createDirectories(top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return top;
    }

    private interface Act {
        void on(TreeCalls calls, int directory, byte[] name);
    }

    private TestLayer in(String path, Act act) {
        int cut = path.lastIndexOf('/');
        try (TreeCalls calls = new FfmTreeCalls()) {
            int root = calls.openRoot(top.toString());
            int directory = calls.openDirectory(root, bytes(cut < 0 ? "." : path.substring(0, cut)));
            act.on(calls, directory, bytes(path.substring(cut + 1)));
            calls.close(directory);
            calls.close(root);
        }
        return this;
    }

    /** What a layer has as a name: any bytes, here one for each character. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    TestLayer directory(String path, int mode) {
        return in(path, (calls, directory, name) -> {
            calls.makeDirectory(directory, name, 0700);
            onNode(calls, directory, name, node -> calls.changeMode(node, mode));
        });
    }

    TestLayer file(String path, String content) {
        return in(path, (calls, directory, name) -> {
            int file = calls.createFile(directory, name);
            calls.write(file, bytes(content), 0, content.length());
            calls.changeMode(file, 0644);
            calls.close(file);
        });
    }

    /** A byte at its end, and nothing before it. */
    TestLayer sparse(String path, int size) {
        return in(path, (calls, directory, name) -> {
            int file = calls.createFile(directory, name);
            calls.seek(file, size / 2);
            calls.write(file, new byte[] {'x'}, 0, 1);
            calls.setLength(file, size);
            calls.close(file);
        });
    }

    TestLayer link(String path, String target) {
        return in(path, (calls, directory, name) -> calls.makeLink(bytes(target), directory, name));
    }

    /** @param other of the same directory */
    TestLayer hardLink(String path, String other) {
        return in(path, (calls, directory, name) -> calls.linkFile(directory, bytes(other), directory, name));
    }

    TestLayer node(String path, int mode, int major, int minor) {
        return in(path, (calls, directory, name) -> calls.makeNode(directory, name, mode, major, minor));
    }

    TestLayer whiteout(String path) {
        return node(path, Node.CHARACTER_DEVICE, 0, 0);
    }

    TestLayer opaque(String path) {
        return attribute(path, "trusted.overlay.opaque", bytes("y"));
    }

    TestLayer attribute(String path, String label, byte[] value) {
        return in(
                path,
                (calls, directory, name) ->
                        onNode(calls, directory, name, node -> calls.setAttribute(node, label, value)));
    }

    TestLayer owner(String path, int uid, int gid) {
        return in(
                path,
                (calls, directory, name) -> onNode(calls, directory, name, node -> calls.changeOwner(node, uid, gid)));
    }

    TestLayer mode(String path, int mode) {
        return in(
                path, (calls, directory, name) -> onNode(calls, directory, name, node -> calls.changeMode(node, mode)));
    }

    TestLayer time(String path, long seconds, int nanos) {
        return in(
                path,
                (calls, directory, name) ->
                        onNode(calls, directory, name, node -> calls.changeTimes(node, seconds, nanos)));
    }

    private interface NodeAct {
        void on(int node);
    }

    private static void onNode(TreeCalls calls, int directory, byte[] name, NodeAct act) {
        int node = calls.openNode(directory, name);
        act.on(node);
        calls.close(node);
    }
}
