package io.containerizer.image.rootfs;

import io.containerizer.api.Overlay;
import io.containerizer.api.Overlay.Writable;
import io.containerizer.api.RootFileSystem;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.LayerCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code overlay}: the kernel's overlayfs, with a directory for what the container changes. Costs a few directories,
 * however large the image is.
 */
public final class OverlayBackend implements RootfsBackend {

    public static final String NAME = "overlay";

    private final LayerCalls calls;

    public OverlayBackend(LayerCalls calls) {
        this.calls = calls;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Tries it: kernels and file systems have more ways not to support it than a list could name. */
    @Override
    public Optional<String> obstacle(Path directory) {
        try {
            Path trial = Files.createTempDirectory(directory, "overlay-");
            try {
                for (String name : List.of("lower", "upper", "work")) {
                    Files.createDirectory(trial.resolve(name));
                }
                return calls.tryOverlay(
                                trial.resolve("lower").toString(),
                                trial.resolve("upper").toString(),
                                trial.resolve("work").toString())
                        .map(errno -> reason(errno, directory));
            } finally {
                remove(trial);
            }
        } catch (IOException e) {
            return Optional.of("no directory can be made in " + directory + ": " + e.getMessage());
        }
    }

    private static String reason(Errno errno, Path directory) {
        return switch (errno) {
            case ENODEV -> "the kernel has no overlayfs";
            case EPERM -> "overlays may be mounted by root only, with CAP_SYS_ADMIN";
            default ->
                "the file system of " + directory + " cannot hold what an overlay changes: "
                        + Errno.describe(errno.number());
        };
    }

    /** The kernel has made directories of its own in the one called work. */
    private static void remove(Path directory) throws IOException {
        try (var below = Files.walk(directory)) {
            for (Path path : below.toList().reversed()) {
                Files.delete(path);
            }
        }
    }

    /** Overlayfs wants two layers where nothing can be changed, so an empty one goes below a single one. */
    @Override
    public RootFileSystem make(List<Path> all, Path directory, boolean readOnly) {
        List<Path> layers = OpaqueMark.visible(all, calls);
        Path mountPoint = Directories.make(directory.resolve("rootfs"));
        if (readOnly) {
            List<Path> two = new ArrayList<>(layers);
            if (layers.size() == 1) {
                two.addFirst(Directories.make(directory.resolve("empty")));
            }
            return new RootFileSystem(mountPoint, Optional.of(new Overlay(two, Optional.empty())), true);
        }
        Writable writable = new Writable(
                Directories.make(directory.resolve("upperdir")), Directories.make(directory.resolve("workdir")));
        Directories.copyPermissions(layers.getLast(), writable.upper());
        return new RootFileSystem(mountPoint, Optional.of(new Overlay(layers, Optional.of(writable))), false);
    }
}
