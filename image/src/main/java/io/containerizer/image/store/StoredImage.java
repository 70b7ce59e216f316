package io.containerizer.image.store;

import io.containerizer.image.Digest;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An image that is in the store, ready to be used.
 *
 * @param platform for which it was asked
 * @param id the digest of its configuration
 * @param layers unpacked, the lowest first
 * @param bytes what the layers occupy
 * @param used when a container was last made of it
 */
public record StoredImage(
        ImageReference reference,
        Platform platform,
        Digest id,
        Digest manifest,
        ImageConfig config,
        List<Path> layers,
        long bytes,
        Instant pulled,
        Instant used) {

    public StoredImage {
        layers = List.copyOf(layers);
    }

    StoredImage usedAt(Instant time) {
        return new StoredImage(reference, platform, id, manifest, config, layers, bytes, pulled, time);
    }
}
