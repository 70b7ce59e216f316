package io.containerizer.inventory;

import io.containerizer.api.ContainerId;
import io.containerizer.image.store.StoredImage;
import java.util.List;

/**
 * An image as {@code images --format=json} shows it.
 *
 * @param id the digest of its configuration
 * @param bytes what its layers occupy; those it has in common with other images are counted for each
 * @param pulled when it came, in seconds since 1970
 * @param used when a container was last made of it, in seconds since 1970
 * @param usedBy containers that have not ended
 */
public record ImageRow(
        String reference,
        String id,
        String manifest,
        String platform,
        long bytes,
        double pulled,
        double used,
        List<String> usedBy) {

    public ImageRow {
        usedBy = List.copyOf(usedBy);
    }

    static ImageRow of(StoredImage image, ImageUsers users) {
        return new ImageRow(
                image.reference().canonical(),
                image.id().toString(),
                image.manifest().toString(),
                image.config().platform().toString(),
                image.bytes(),
                image.pulled().toEpochMilli() / 1000.0,
                image.used().toEpochMilli() / 1000.0,
                users.of(image.reference()).stream().map(ContainerId::toString).toList());
    }
}
