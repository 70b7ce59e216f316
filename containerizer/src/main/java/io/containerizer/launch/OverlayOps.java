package io.containerizer.launch;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Overlay;
import io.containerizer.launch.WireProgram.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The operations that mount overlays. Layers are told as what is below the directory that all of them are in: of a store
 * that the launcher does not see, that one directory is copied from the host.
 */
final class OverlayOps {

    /** What the native launcher takes; an image has 127 at most if it was built by the usual tools. */
    static final int MOST_LAYERS = 256;

    private static final long NO_SLOT = -1;

    private final Writer out;
    private final Predicate<String> visible;
    private final TreeCopy copy;
    private final Map<Overlay, Long> slots = new HashMap<>();

    /** Has a mount of the host copied, by the launcher; returns the slot with the copy. */
    interface TreeCopy {
        long of(String path, boolean recursive);
    }

    OverlayOps(Writer out, Predicate<String> visible, TreeCopy copy) {
        this.out = out;
        this.visible = visible;
        this.copy = copy;
    }

    /** The launcher's part, if one is needed. */
    void copyForeign(Overlay overlay) {
        if (!overlay.layers().stream().allMatch(layer -> visible.test(layer.toString()))) {
            slots.computeIfAbsent(overlay, o -> copy.of(base(o).toString(), true));
        }
    }

    /** @param path of the host, where it is mounted for the container alone */
    void mount(Overlay overlay, String action, String path, boolean asRoot) {
        if (overlay.layers().size() > MOST_LAYERS) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE,
                            action,
                            path,
                            "there are " + overlay.layers().size() + " layers, and an overlay takes " + MOST_LAYERS)
                    .withHint("use --image_provisioner_backend=copy, or build the image with fewer layers");
        }
        Path base = base(overlay);
        List<String> strings = new ArrayList<>(List.of(
                path,
                overlay.writable().map(w -> w.upper().toString()).orElse(""),
                overlay.writable().map(w -> w.work().toString()).orElse(""),
                base.toString()));
        overlay.layers()
                .reversed()
                .forEach(layer -> strings.add(base.relativize(layer).toString()));
        long[] arguments = {slots.getOrDefault(overlay, NO_SLOT), asRoot ? 1 : 0};
        out.op(OpCode.OVERLAY, action, path, arguments, strings.toArray(String[]::new));
    }

    private static Path base(Overlay overlay) {
        Path base = parent(overlay.layers().getFirst());
        for (Path layer : overlay.layers()) {
            while (!parent(layer).startsWith(base)) {
                base = parent(base);
            }
        }
        return base;
    }

    private static Path parent(Path directory) {
        Path parent = directory.getParent();
        return parent == null ? directory : parent;
    }
}
