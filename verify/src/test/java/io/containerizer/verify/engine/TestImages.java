package io.containerizer.verify.engine;

import io.containerizer.api.ImageRequest;
import io.containerizer.image.Digest;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.store.StoredImage;
import io.containerizer.provision.ImageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Images whose layers are directories that a test has made. */
final class TestImages implements ImageProvider {

    private final Path store;
    private final Map<String, StoredImage> images = new HashMap<>();
    private final List<Path> owners = new ArrayList<>();

    TestImages(Path store) {
        this.store = store;
    }

    /** An empty layer of the store, at the place where it always is. */
    Path layer(String name) {
        try {
            return Files.createDirectories(store.resolve("layers").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestImages add(String name, List<Path> layers) {
        return add(name, layers, "");
    }

    TestImages add(String name, List<Path> layers, String user) {
        Digest digest = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        ImageConfig config =
                new ImageConfig(Platform.host(), List.of(), List.of("sh"), List.of("OF=" + name), "", user, List.of());
        images.put(
                name,
                new StoredImage(
                        ImageReference.parse(name),
                        Platform.host(),
                        digest,
                        digest,
                        config,
                        layers,
                        0,
                        Instant.EPOCH,
                        Instant.EPOCH));
        return this;
    }

    /** Whoever was told that it uses an image. */
    synchronized List<Path> owners() {
        return List.copyOf(owners);
    }

    @Override
    public synchronized StoredImage provide(ImageRequest request, Path owner, CompletableFuture<?> unwanted) {
        owners.add(owner);
        StoredImage image = images.get(request.name());
        if (image == null) {
            throw new AssertionError("no such image: " + request.name());
        }
        return image;
    }
}
