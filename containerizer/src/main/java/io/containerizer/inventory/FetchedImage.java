package io.containerizer.inventory;

import io.containerizer.image.store.StoredImage;

/**
 * An image that has come.
 *
 * @param reference its whole name
 * @param id the digest of its configuration
 */
public record FetchedImage(String reference, String id) {

    static FetchedImage of(StoredImage image) {
        return new FetchedImage(image.reference().canonical(), image.id().toString());
    }
}
