package io.containerizer.image.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Overlay;
import io.containerizer.api.RootFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/** A tree as a container would see it: of an overlay, mounted for the time being. */
final class MountedTree implements AutoCloseable {

    private final RootFileSystem tree;

    MountedTree(RootFileSystem tree) {
        this.tree = tree;
        tree.overlay()
                .ifPresent(
                        overlay -> run("mount", "-t", "overlay", "-o", options(overlay), "overlay", path().toString()));
    }

    private static String options(Overlay overlay) {
        String lower = overlay.layers().reversed().stream().map(Path::toString).collect(Collectors.joining(":"));
        return "lowerdir=" + lower
                + overlay.writable()
                        .map(w -> ",volatile,upperdir=" + w.upper() + ",workdir=" + w.work())
                        .orElse("");
    }

    Path path() {
        return tree.path();
    }

    static void run(String... words) {
        try {
            Process process = new ProcessBuilder(words).inheritIO().start();
            assertThat(process.waitFor()).as(List.of(words).toString()).isZero();
        } catch (IOException e) {
            throw new TestAbortedException("needs " + words[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (tree.overlay().isPresent()) {
            run("umount", path().toString());
        }
    }
}
