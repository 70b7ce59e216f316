package io.containerizer.image.manifest;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.Layer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image for one platform consists of. All its layers are of types that can be unpacked.
 *
 * @param layers the lowest first
 */
public record Manifest(Descriptor config, List<Descriptor> layers) implements Document {

    /** An image built in more steps is refused: overlayfs takes no more lower directories than this. */
    public static final int MOST_LAYERS = 500;

    public Manifest {
        layers = List.copyOf(layers);
    }

    static Manifest read(Fields fields) {
        Fields config = fields.object("config").orElseThrow(() -> fields.wrong("it has no 'config'"));
        Manifest manifest = new Manifest(
                Descriptor.read(config),
                fields.objects("layers").stream().map(Descriptor::read).toList());
        if (!MediaTypes.isConfig(manifest.config.mediaType())) {
            throw fields.wrong("it is no image: its configuration is '" + manifest.config.mediaType() + "'");
        }
        if (manifest.layers.size() > MOST_LAYERS) {
            throw fields.wrong(
                    "it has " + manifest.layers.size() + " layers, and more than " + MOST_LAYERS + " are refused");
        }
        for (Descriptor layer : manifest.layers) {
            if (MediaTypes.layer(layer.mediaType()).isEmpty()) {
                throw fields.wrong("its layer " + layer.digest() + " is '" + layer.mediaType()
                        + "', which nobody knows to unpack");
            }
        }
        return manifest;
    }

    /** How one of {@link #layers} is packed, by its media type. */
    public static Compression compression(Descriptor layer) {
        return MediaTypes.layer(layer.mediaType()).orElseThrow();
    }

    /**
     * The image, put together.
     *
     * @param subject where all this comes from, for messages
     * @param manifest the digest of this manifest
     * @param rawConfig what is behind {@link #config}; its size and digest are checked
     * @throws ContainerizerException INVALID_IMAGE if the two contradict each other
     */
    public Image image(String subject, Digest manifest, byte[] rawConfig) {
        config.check(subject, rawConfig);
        ImageConfig parsed = Configs.parse(config.digest() + " of " + subject, rawConfig);
        if (parsed.diffIds().size() != layers.size()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "read manifest",
                    manifest + " of " + subject,
                    "it has " + layers.size() + " layers, and its configuration "
                            + parsed.diffIds().size());
        }
        List<Layer> joined = new ArrayList<>();
        for (Descriptor layer : layers) {
            joined.add(new Layer(
                    parsed.diffIds().get(joined.size()),
                    Optional.of(layer.digest()),
                    layer.size(),
                    compression(layer)));
        }
        return new Image(config.digest(), manifest, parsed, new String(rawConfig, StandardCharsets.UTF_8), joined);
    }
}
