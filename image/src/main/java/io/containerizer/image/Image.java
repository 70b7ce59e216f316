package io.containerizer.image;

import java.util.List;

/**
 * An image for one platform, as a source has it.
 *
 * @param id the digest of its configuration, which names the image whatever it was packed into
 * @param manifest the digest of its manifest, the one registries know it by; that of the configuration where the source
 *     has none
 * @param rawConfig the configuration's bytes, whose digest {@code id} is
 * @param layers the lowest first, as many as the configuration has diff ids
 */
public record Image(Digest id, Digest manifest, ImageConfig config, String rawConfig, List<Layer> layers) {

    public Image {
        layers = List.copyOf(layers);
    }
}
