package io.containerizer.image;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where images come from: an archive, a layout directory, a registry. A source only reads and verifies what is small
 * (indexes, manifests, configurations, each by its digest); the blobs of layers it hands out as they are, and whoever
 * unpacks them checks their digests.
 *
 * <p>All methods may be called from several threads at once: layers are fetched side by side.
 */
public interface ImageSource extends AutoCloseable {

    /**
     * Finds an image.
     *
     * @throws io.containerizer.api.ContainerizerException IMAGE_NOT_FOUND when there is none of this name or none for
     *     this platform; INVALID_IMAGE when what is there is broken; REGISTRY_FAILED when a peer does not answer as it
     *     should
     */
    Image find(ImageReference reference, Platform platform);

    /**
     * The bytes of a layer of {@code image}, as they are packed.
     *
     * @param offset where to begin, to take up what was interrupted: between 0 and the layer's size
     * @throws IOException when it cannot be read; trying again may help
     */
    InputStream open(ImageReference reference, Image image, Layer layer, long offset) throws IOException;

    /**
     * Whether reading may wait for a peer, and ends when the reading thread is interrupted. Where files are read it does
     * neither, and nobody should interrupt: that would close them for all who read them.
     */
    default boolean waitsForPeers() {
        return false;
    }

    /** Where this is, for messages: a path or an address. */
    @Override
    String toString();

    @Override
    default void close() {}
}
