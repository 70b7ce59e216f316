package io.containerizer.image.store;

import io.containerizer.image.ImageReference;
import java.util.List;

/**
 * What has gone.
 *
 * @param images the least recently used first
 * @param layers how many that no image needs any more
 * @param bytes of those, as {@link StoredImage#bytes} counts
 */
public record Pruned(List<ImageReference> images, int layers, long bytes) {

    public Pruned {
        images = List.copyOf(images);
    }
}
