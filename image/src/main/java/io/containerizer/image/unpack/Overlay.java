package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;
import java.nio.charset.StandardCharsets;

/** How overlayfs, in every kernel, writes down that something of the layers below is gone. */
final class Overlay {

    private static final String OPAQUE = "trusted.overlay.opaque";
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private final TreeCalls calls;

    Overlay(TreeCalls calls) {
        this.calls = calls;
    }

    /** EEXIST where there is something. */
    void makeWhiteout(int directory, byte[] name) {
        calls.makeNode(directory, name, Node.CHARACTER_DEVICE, 0, 0);
    }

    /** Hides what the directory has below; what it has itself stays. */
    void makeOpaque(int directory) {
        calls.setAttribute(directory, OPAQUE, YES);
    }
}
