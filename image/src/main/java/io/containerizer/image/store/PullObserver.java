package io.containerizer.image.store;

import io.containerizer.image.Image;
import io.containerizer.image.Layer;

/** Follows a pull. Layers come side by side: methods are called by several threads at once, and should be quick. */
public interface PullObserver {

    /** Does not look. */
    PullObserver NONE = new PullObserver() {};

    /** The image is there, and is going to be fetched. */
    default void found(Image image) {}

    /** The layer is in the store already, or came there by another pull meanwhile. */
    default void present(Layer layer) {}

    /** The layer begins to come. */
    default void begun(Layer layer) {}

    /** @param bytes how many have come, packed, of {@link Layer#size} */
    default void progressed(Layer layer, long bytes) {}

    /**
     * The layer is in the store.
     *
     * @param bytes of its archive, unpacked
     */
    default void done(Layer layer, long bytes) {}
}
