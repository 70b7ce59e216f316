package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.TestImage;
import io.containerizer.image.manifest.Configs;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Images in memory. */
final class TestSource implements ImageSource {

    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger opens = new AtomicInteger();

    private final Map<String, TestImage> images = new ConcurrentHashMap<>();
    private final Map<Digest, UnaryOperator<InputStream>> changes = new ConcurrentHashMap<>();

    TestSource with(String reference, TestImage image) {
        images.put(reference, image);
        return this;
    }

    /** The layer's bytes come otherwise. */
    TestSource change(byte[] layer, UnaryOperator<InputStream> change) {
        changes.put(Digest.of(layer), change);
        return this;
    }

    @Override
    public boolean waitsForPeers() {
        return true;
    }

    @Override
    public Image find(ImageReference reference, Platform platform) {
        finds.incrementAndGet();
        TestImage image = Optional.ofNullable(images.get(reference.toString()))
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.IMAGE_NOT_FOUND, "find image", reference.toString(), "there is none"));
        List<Layer> layers = new ArrayList<>();
        for (byte[] layer : image.layers()) {
            byte[] blob = TestImage.gzip(layer);
            layers.add(new Layer(Digest.of(layer), Optional.of(Digest.of(blob)), blob.length, Compression.GZIP));
        }
        byte[] config = image.config();
        return new Image(
                Digest.of(config),
                Digest.of(image.manifest(true)),
                Configs.parse("x", config),
                new String(config, StandardCharsets.UTF_8),
                layers);
    }

    @Override
    public InputStream open(ImageReference reference, Image image, Layer layer, long offset) {
        opens.incrementAndGet();
        byte[] content = images.get(reference.toString()).layers().stream()
                .filter(l -> Digest.of(l).equals(layer.diffId()))
                .findFirst()
                .orElseThrow();
        return changes.getOrDefault(layer.diffId(), in -> in).apply(new ByteArrayInputStream(TestImage.gzip(content)));
    }
}
