package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.ImageStore;
import io.containerizer.image.store.PrunePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Removes images that no container uses as long as the store's file system is too full: now and then, and when asked. */
final class ImageCollection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ImageCollection.class.getName());

    private final ImageGcConfig config;
    private final Supplier<ImageStore> store;
    private final ScheduledExecutorService timer;

    ImageCollection(ImageGcConfig config, Supplier<ImageStore> store) {
        this.config = config;
        this.store = store;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("containerizer-image-gc").daemon().factory());
        long nanos = config.interval().toNanos();
        var _ = timer.scheduleWithFixedDelay(() -> collect(config.excluded()), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** An image has come, which is going to be used. */
    void collectFor(ImageReference fresh) {
        List<ImageReference> spared = new ArrayList<>(config.excluded());
        spared.add(fresh);
        collect(spared);
    }

    /** What cannot be removed now may be the next time: a container of a new image does not fail for it. */
    private void collect(List<ImageReference> spared) {
        try {
            var _ = store.get().prune(new PrunePolicy(config.headroom(), Set.copyOf(spared), 0));
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "cannot remove images: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
