package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Platform;
import io.containerizer.image.store.ImageStore;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.unpack.LayerUnpacker;
import io.containerizer.image.unpack.UnpackLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images by name, as the flags say: out of the store, or through it out of their source. Neither is opened before it is
 * needed. Where the flags say so, images that no container uses go when disk space is scarce: looked after each time one
 * has come, and at the interval.
 *
 * <p>All methods may be called from any thread.
 */
public final class ImageSupply implements AutoCloseable {

    private final FlagValues flags;
    private final InstantSource clock;
    private final Path directory;
    private final Platform platform;
    private final Optional<ImageCollection> collection;
    private @Nullable ImageStore store;
    private @Nullable ImageSource source;

    /** Images as these flags say; see {@link ImageFlags}. */
    public ImageSupply(FlagValues flags, InstantSource clock) {
        this.flags = flags;
        this.clock = clock;
        this.directory = flags.get(ImageFlags.STORE).toAbsolutePath().normalize();
        this.platform = flags.find(ImageFlags.PLATFORM).orElseGet(Platform::host);
        this.collection = flags.find(ImageFlags.GC).map(config -> new ImageCollection(config, this::store));
    }

    /**
     * The image of this name for the platform of the flags.
     *
     * @param observer is told how far it is, if it has to come
     * @throws ContainerizerException IMAGE_NOT_FOUND, INVALID_IMAGE, REGISTRY_FAILED as its source does; CHECKPOINT_FAILED
     *     when the store cannot be written
     */
    public StoredImage get(ImageReference name, PullPolicy policy, PullObserver observer) {
        Optional<StoredImage> stored = policy == PullPolicy.ALWAYS ? Optional.empty() : store().find(name, platform);
        if (stored.isPresent()) {
            return stored.get();
        }
        if (policy == PullPolicy.NEVER) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "find image",
                            name.toString(),
                            "it is not in the store " + directory + " for " + platform)
                    .withHint("fetch it with: containerizer pull " + name);
        }
        return pull(name, source(), observer);
    }

    /**
     * The same, kept for as long as {@code owner} exists.
     *
     * @param owner a path that exists
     */
    public StoredImage use(ImageReference name, PullPolicy policy, PullObserver observer, Path owner) {
        StoredImage image = get(name, policy, observer);
        try {
            store().use(image, owner);
            return image;
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.IMAGE_NOT_FOUND) {
                throw e;
            }
        }
        // Somebody has removed it in this moment: it comes again.
        StoredImage again = get(name, policy, observer);
        store().use(again, owner);
        return again;
    }

    /** The image of this name out of a certain source, whatever there is of this name. The source stays the caller's. */
    public StoredImage pull(ImageReference name, ImageSource from, PullObserver observer) {
        StoredImage image = store().pull(name, platform, from, observer);
        collection.ifPresent(c -> c.collectFor(image.reference()));
        return image;
    }

    /** What of the images is here. */
    public synchronized ImageStore store() {
        ImageStore open = store;
        if (open == null) {
            open = ImageStore.open(directory, clock, new LayerUnpacker(UnpackLimits.DEFAULT));
            store = open;
        }
        return open;
    }

    /** Where archives that are packed as a whole may be unpacked. */
    public Path scratch() {
        return directory.resolve("scratch");
    }

    private synchronized ImageSource source() {
        ImageSource open = source;
        if (open == null) {
            open = ImageSources.of(flags, scratch());
            source = open;
        }
        return open;
    }

    @Override
    public void close() {
        collection.ifPresent(ImageCollection::close);
        closeParts();
    }

    private synchronized void closeParts() {
        if (source != null) {
            source.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
