package io.containerizer.image.rootfs;

import io.containerizer.api.RootFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A way to make one tree of an image's layers. Layers are directories in the form of overlayfs: a character device 0/0
 * hides what the layers below have of its name, and so does a directory with the attribute
 * {@code trusted.overlay.opaque=y} for all that is in it. They belong to every container of every image that has them,
 * and are never written to. Whatever the backend, containers see the same files with the same owners, modes, times and
 * attributes.
 *
 * <p>Nothing is mounted on the host: where a mount is needed, the result says what the container's own init has to mount.
 * So a tree is taken away by removing the directory it was made in, whatever became of the container.
 */
public interface RootfsBackend {

    /** As {@code --image_provisioner_backend} has it. */
    String name();

    /** Why this cannot be done below a directory of this host; nothing if it can. */
    Optional<String> obstacle(Path directory);

    /**
     * Makes a tree.
     *
     * @param layers the lowest first; one at least
     * @param directory empty, and for this tree alone: all that is made is made in it
     * @param readOnly the container need not, and cannot, change the tree
     */
    RootFileSystem make(List<Path> layers, Path directory, boolean readOnly);
}
