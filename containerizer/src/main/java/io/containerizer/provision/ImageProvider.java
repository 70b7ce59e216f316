package io.containerizer.provision;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.Pruned;
import io.containerizer.image.store.StoredImage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where the engine gets images from. */
@FunctionalInterface
public interface ImageProvider extends AutoCloseable {

    /**
     * The image, unpacked; fetched first if it has to be. Until {@code owner}, a directory, is removed, nobody removes the
     * image's layers.
     *
     * @param unwanted when this is completed, nobody is to wait for the image any more
     * @throws java.util.concurrent.CancellationException then
     */
    StoredImage provide(ImageRequest request, Path owner, CompletableFuture<?> unwanted);

    /**
     * Removes images that nobody uses.
     *
     * @param excluded those that stay, besides what the flags exclude
     */
    default Pruned prune(Collection<ImageReference> excluded) {
        throw none("prune", "images");
    }

    /** Figures by the names of Mesos' metrics. */
    default Map<String, Number> gauges() {
        return Map.of();
    }

    /** Has none. */
    static ImageProvider none() {
        return (request, owner, unwanted) -> {
            throw none("find image", request.name());
        };
    }

    private static ContainerizerException none(String step, String subject) {
        return ContainerizerException.of(ErrorCode.IMAGE_NOT_FOUND, step, subject, "this engine has no images")
                .withHint("start it with --image_providers=docker");
    }

    @Override
    default void close() {}
}
