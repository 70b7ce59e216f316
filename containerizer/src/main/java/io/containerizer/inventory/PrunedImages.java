package io.containerizer.inventory;

import io.containerizer.image.ImageReference;
import io.containerizer.image.store.Pruned;
import java.util.List;

/**
 * What has gone.
 *
 * @param images the least recently used first
 * @param layers how many that no image needs any more
 * @param bytes what they occupied
 */
public record PrunedImages(List<String> images, int layers, long bytes) {

    public PrunedImages {
        images = List.copyOf(images);
    }

    static PrunedImages of(Pruned pruned) {
        return new PrunedImages(
                pruned.images().stream().map(ImageReference::canonical).toList(), pruned.layers(), pruned.bytes());
    }
}
