package io.containerizer.provision;

import io.containerizer.api.FlagValues;
import io.containerizer.api.ImageRequest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PrunePolicy;
import io.containerizer.image.store.Pruned;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.ImageSupply;
import io.containerizer.image.supply.ImageWish;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.image.supply.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Images as the flags of the engine say. */
public final class SuppliedImages implements ImageProvider {

    private final ImageSupply supply;

    private SuppliedImages(ImageSupply supply) {
        this.supply = supply;
    }

    /**
     * None, where the flags name no provider.
     *
     * @param users directories that images were provided for, and that are still in use
     */
    public static ImageProvider of(FlagValues flags, Supplier<Set<Path>> users) {
        return flags.find(ImageFlags.PROVIDERS).isPresent()
                ? new SuppliedImages(
                        new ImageSupply(flags, InstantSource.system(), Ticker.daemon("containerizer-image-gc"), users))
                : ImageProvider.none();
    }

    @Override
    public StoredImage provide(ImageRequest request, Path owner, CompletableFuture<?> unwanted) {
        PullPolicy policy = request.cached() ? PullPolicy.MISSING : PullPolicy.ALWAYS;
        ImageWish wish = ImageWish.of(ImageReference.parse(request.name()), policy)
                .withDockerConfig(request.dockerConfig())
                .until(unwanted);
        return supply.use(wish, owner);
    }

    @Override
    public Pruned prune(Collection<ImageReference> excluded) {
        return supply.prune(PrunePolicy.ALL.headroom(), excluded);
    }

    @Override
    public Map<String, Number> gauges() {
        return supply.gauges();
    }

    @Override
    public void close() {
        supply.close();
    }
}
