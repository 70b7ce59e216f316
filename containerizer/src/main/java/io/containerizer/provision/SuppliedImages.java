package io.containerizer.provision;

import io.containerizer.api.FlagValues;
import io.containerizer.api.ImageRequest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.ImageSupply;
import io.containerizer.image.supply.PullPolicy;
import java.nio.file.Path;
import java.time.InstantSource;

/** Images as the flags of the engine say. */
public final class SuppliedImages implements ImageProvider {

    private final ImageSupply supply;

    private SuppliedImages(ImageSupply supply) {
        this.supply = supply;
    }

    /** None, where the flags name no provider. */
    public static ImageProvider of(FlagValues flags) {
        return flags.find(ImageFlags.PROVIDERS).isPresent()
                ? new SuppliedImages(new ImageSupply(flags, InstantSource.system()))
                : ImageProvider.none();
    }

    @Override
    public StoredImage provide(ImageRequest request, Path owner) {
        PullPolicy policy = request.cached() ? PullPolicy.MISSING : PullPolicy.ALWAYS;
        return supply.use(ImageReference.parse(request.name()), policy, PullObserver.NONE, owner);
    }

    @Override
    public void close() {
        supply.close();
    }
}
