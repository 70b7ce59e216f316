package io.containerizer.provision;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.image.store.StoredImage;
import java.nio.file.Path;

/** Where the engine gets images from. */
@FunctionalInterface
public interface ImageProvider extends AutoCloseable {

    /**
     * The image, unpacked; fetched first if it has to be. Until {@code owner}, a directory, is removed, nobody removes the
     * image's layers.
     */
    StoredImage provide(ImageRequest request, Path owner);

    /** Has none. */
    static ImageProvider none() {
        return (request, owner) -> {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND, "find image", request.name(), "this engine has no images")
                    .withHint("start it with --image_providers=docker");
        };
    }

    @Override
    default void close() {}
}
