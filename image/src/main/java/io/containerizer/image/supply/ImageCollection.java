package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.ImageReference;
import java.util.List;
import java.util.function.BiConsumer;

/** Removes images that no container uses as long as the store's file system is too full: now and then, and when asked. */
final class ImageCollection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ImageCollection.class.getName());

    private final ImageGcConfig config;
    private final BiConsumer<Double, List<ImageReference>> prune;
    private final Ticker.Ticking ticking;

    /** @param prune is given the headroom, and what is to stay besides */
    ImageCollection(ImageGcConfig config, Ticker ticker, BiConsumer<Double, List<ImageReference>> prune) {
        this.config = config;
        this.prune = prune;
        this.ticking = ticker.every(config.interval(), () -> collect(List.of()));
    }

    /** An image has come, which is going to be used. */
    void collectFor(ImageReference fresh) {
        collect(List.of(fresh));
    }

    /** What cannot be removed now may be the next time: a container of a new image does not fail for it. */
    private void collect(List<ImageReference> spared) {
        try {
            prune.accept(config.headroom(), spared);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "cannot remove images: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        ticking.close();
    }
}
