package io.containerizer.image.supply;

import io.containerizer.api.Secret;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What somebody wants of a supply of images. Made with {@link #of}; each {@code with} changes a part.
 *
 * @param observer is told how far it is, if it has to come
 * @param dockerConfig credentials for it alone, as the JSON of a docker {@code config.json}
 * @param unwanted whoever waits is let go when it is completed
 */
public record ImageWish(
        ImageReference name,
        PullPolicy policy,
        PullObserver observer,
        Optional<Secret> dockerConfig,
        CompletableFuture<?> unwanted) {

    public static ImageWish of(ImageReference name, PullPolicy policy) {
        return new ImageWish(name, policy, PullObserver.NONE, Optional.empty(), new CompletableFuture<>());
    }

    public ImageWish withObserver(PullObserver other) {
        return new ImageWish(name, policy, other, dockerConfig, unwanted);
    }

    public ImageWish withDockerConfig(Optional<Secret> json) {
        return new ImageWish(name, policy, observer, json, unwanted);
    }

    public ImageWish until(CompletableFuture<?> gone) {
        return new ImageWish(name, policy, observer, dockerConfig, gone);
    }
}
