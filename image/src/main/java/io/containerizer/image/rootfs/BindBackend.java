package io.containerizer.image.rootfs;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.RootFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code bind}: the only layer of an image as it is, read-only. The directories that the container's own file systems are
 * mounted on must be in it.
 */
public final class BindBackend implements RootfsBackend {

    public static final String NAME = "bind";

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
        if (layers.size() != 1) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE,
                            "use image",
                            "with " + layers.size() + " layers",
                            "the backend bind takes images of one layer")
                    .withHint("use --image_provisioner_backend=overlay or copy");
        }
        return new RootFileSystem(Directories.real(layers.getFirst()), Optional.empty(), true);
    }
}
