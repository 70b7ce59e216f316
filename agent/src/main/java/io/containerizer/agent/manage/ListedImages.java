package io.containerizer.agent.manage;

import io.containerizer.inventory.ImageRow;
import java.util.List;

/** What {@code /containerizer/images} answers. */
public record ListedImages(List<ImageRow> images) {
    public ListedImages {
        images = List.copyOf(images);
    }
}
