package io.containerizer.image.rootfs;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.RootFileSystem;
import io.containerizer.linux.syscall.LayerCalls;
import io.containerizer.linux.syscall.TreeCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code copy}: every file of every layer, copied one layer over the other. Works on any file system; shares the blocks
 * of files where that can.
 */
public final class CopyBackend implements RootfsBackend {

    public static final String NAME = "copy";

    private final Supplier<TreeCalls> writers;
    private final LayerCalls calls;

    /** @param writers makes one for each tree, which is then closed */
    public CopyBackend(Supplier<TreeCalls> writers, LayerCalls calls) {
        this.writers = writers;
        this.calls = calls;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> obstacle(Path directory) {
        return Optional.empty();
    }

    @Override
    public RootFileSystem make(List<Path> layers, Path directory, boolean readOnly) {
        Path root = Directories.make(directory.resolve("rootfs"));
        try (TreeCalls tree = writers.get()) {
            int to = tree.openRoot(root.toString());
            try {
                layers.forEach(layer -> copy(tree, layer, to));
            } finally {
                tree.close(to);
            }
        }
        return new RootFileSystem(root, Optional.empty(), readOnly);
    }

    private void copy(TreeCalls tree, Path layer, int to) {
        int from = tree.openRoot(layer.toString());
        try {
            new LayerCopy(tree, calls, from, to).run();
        } catch (ContainerizerException e) {
            throw e.during(ErrorCode.LAUNCH_FAILED, "copy layer " + layer);
        } finally {
            tree.close(from);
        }
    }
}
