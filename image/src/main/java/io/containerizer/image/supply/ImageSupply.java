package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Secret;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.registry.DockerConfig;
import io.containerizer.image.store.ImageStore;
import io.containerizer.image.store.PrunePolicy;
import io.containerizer.image.store.Pruned;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.unpack.LayerUnpacker;
import io.containerizer.image.unpack.UnpackLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Images by name, as the flags say: out of the store, or through it out of their source. Neither is opened before it is
 * needed. Where the flags say so, images that no container uses go when disk space is scarce: looked after each time one
 * has come, and at the interval.
 *
 * <p>All methods may be called from any thread.
 */
public final class ImageSupply implements AutoCloseable {

    private static final String PULL_TIMES = "containerizer/mesos/provisioner/docker_store/image_pull_ms";

    private final FlagValues flags;
    private final InstantSource clock;
    private final Supplier<Set<Path>> users;
    private final Path directory;
    private final Platform platform;
    private final PullTimes times;
    private final Optional<ImageCollection> collection;
    private @Nullable ImageStore store;
    private @Nullable ImageSource source;

    /** A source asked for an image by the name that was written, where the store has it under another. */
    private record Asked(ImageReference name, ImageSource source) implements ImageSource {

        @Override
        public Image find(ImageReference reference, Platform platform) {
            return source.find(name, platform);
        }

        @Override
        public InputStream open(ImageReference reference, Image image, Layer layer, long offset) throws IOException {
            return source.open(name, image, layer, offset);
        }

        @Override
        public boolean waitsForPeers() {
            return source.waitsForPeers();
        }

        @Override
        public String toString() {
            return source.toString();
        }
    }

    /** For a program that ends soon. */
    public ImageSupply(FlagValues flags, InstantSource clock) {
        this(flags, clock, Ticker.never(), Set::of);
    }

    /**
     * Images as these flags say; see {@link ImageFlags}.
     *
     * @param ticker looks at the interval, if unused images are to go
     * @param users paths that use images as far as their engine knows: while the store does not know what one of them
     *     uses, nothing is removed
     */
    public ImageSupply(FlagValues flags, InstantSource clock, Ticker ticker, Supplier<Set<Path>> users) {
        this.flags = flags;
        this.clock = clock;
        this.users = users;
        this.directory = flags.get(ImageFlags.STORE).toAbsolutePath().normalize();
        this.platform = flags.find(ImageFlags.PLATFORM).orElseGet(Platform::host);
        this.times = new PullTimes(clock);
        this.collection = flags.find(ImageFlags.GC).map(config -> new ImageCollection(config, ticker, this::prune));
    }

    /** The image of this name for the platform of the flags; see the other {@code get}. */
    public StoredImage get(ImageReference name, PullPolicy policy, PullObserver observer) {
        return get(ImageWish.of(name, policy).withObserver(observer));
    }

    /**
     * The image that is wished for, for the platform of the flags.
     *
     * @throws ContainerizerException IMAGE_NOT_FOUND, INVALID_IMAGE, REGISTRY_FAILED as its source does; CHECKPOINT_FAILED
     *     when the store cannot be written
     * @throws CancellationException if it had to come, and is no longer wanted
     */
    public StoredImage get(ImageWish wish) {
        Optional<StoredImage> stored = wish.policy() == PullPolicy.ALWAYS
                ? Optional.empty()
                : store().find(ImageFlags.inStore(flags, wish.name()), platform);
        return stored.orElseGet(() -> fetch(wish));
    }

    private StoredImage fetch(ImageWish wish) {
        if (wish.policy() == PullPolicy.NEVER) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "find image",
                            wish.name().toString(),
                            "it is not in the store " + directory + " for " + platform)
                    .withHint("fetch it with: containerizer pull " + wish.name());
        }
        Optional<String> own = wish.dockerConfig().flatMap(Secret::reveal);
        if (own.isEmpty()) {
            return pull(wish, source());
        }
        try (ImageSource withCredentials = ImageSources.of(flags, Optional.of(credentials(own.get())), scratch())) {
            return pull(wish, withCredentials);
        }
    }

    private static DockerConfig credentials(String json) {
        try {
            return DockerConfig.parse(json, "the image's own docker configuration");
        } catch (ContainerizerException e) {
            throw ContainerizerException.of(ErrorCode.INVALID_SPEC, e.step(), e.subject(), e.reason())
                    .withHint(e.hint().orElse(""));
        }
    }

    /**
     * The same, kept for as long as {@code owner} exists.
     *
     * @param owner a path that exists
     */
    public StoredImage use(ImageWish wish, Path owner) {
        ImageReference name = ImageFlags.inStore(flags, wish.name());
        Optional<StoredImage> stored =
                wish.policy() == PullPolicy.ALWAYS ? Optional.empty() : store().use(name, platform, owner);
        if (stored.isPresent()) {
            return stored.get();
        }
        StoredImage image = fetch(wish);
        try {
            store().use(image, owner);
            return image;
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.IMAGE_NOT_FOUND) {
                throw e;
            }
        }
        // Somebody has removed it in this moment: it comes again.
        StoredImage again = fetch(wish);
        store().use(again, owner);
        return again;
    }

    /** The image of this name out of a certain source, whatever there is of this name. The source stays the caller's. */
    public StoredImage pull(ImageReference name, ImageSource from, PullObserver observer) {
        return pull(ImageWish.of(name, PullPolicy.ALWAYS).withObserver(observer), from);
    }

    private StoredImage pull(ImageWish wish, ImageSource from) {
        ImageReference name = ImageFlags.inStore(flags, wish.name());
        ImageSource asked = name.equals(wish.name()) ? from : new Asked(wish.name(), from);
        Instant begin = clock.instant();
        StoredImage image = store().pull(name, platform, asked, wish.observer(), wish.unwanted());
        times.add(Duration.between(begin, clock.instant()));
        collection.ifPresent(c -> c.collectFor(image.reference()));
        return image;
    }

    /**
     * Removes images that nobody uses; those that {@code --image_gc_config} excludes stay, too.
     *
     * @param headroom the part of the store's file system, from 0 to 1, at which it is enough; 1: all go
     * @param spared stay
     * @throws ContainerizerException IMAGE_IN_USE or CHECKPOINT_FAILED when it is not known of somebody what he uses; then
     *     nothing is removed
     */
    public Pruned prune(double headroom, Collection<ImageReference> spared) {
        List<ImageReference> all = new ArrayList<>(spared);
        flags.find(ImageFlags.GC).ifPresent(config -> all.addAll(config.excluded()));
        Set<ImageReference> excluded =
                all.stream().map(name -> ImageFlags.inStore(flags, name)).collect(Collectors.toSet());
        return store().prune(new PrunePolicy(headroom, excluded, 0, users.get()));
    }

    /** Figures by the names of Mesos' metrics; none of what has not happened. */
    public Map<String, Number> gauges() {
        return times.gauges(PULL_TIMES);
    }

    /** Removes an image, for all platforms; see {@link ImageStore#remove}. */
    public void remove(ImageReference name) {
        store().remove(ImageFlags.inStore(flags, name));
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
            open = ImageSources.of(flags, Optional.empty(), scratch());
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
