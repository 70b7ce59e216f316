package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Platform;
import io.containerizer.image.unpack.LayerUnpacker;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.FfmTreeCalls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Images on this machine: unpacked layers, each stored once however many images have it, and what the images say about
 * themselves. {@code docs/images.md} has the guarantees; in short: several processes may use a store at once, and a
 * process may die at any point without anybody ever finding half an image.
 *
 * <p>All methods may be called by several threads at once. What cannot be read or written is a CHECKPOINT_FAILED.
 */
public final class ImageStore implements AutoCloseable {

    private static final int LEAST_WORKERS = 2;
    private static final int MOST_WORKERS = 6;
    private static final long IDLE_SECONDS = 10;

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final InstantSource clock;
    private final OwnProcess own;
    private final Garbage garbage;
    private final Layers layers;
    private final ImageRecords images;
    private final Uses uses;
    private final Pins pins;
    private final LayerFetch fetch;
    private final Pruning pruning;
    private final Pulls pulls;
    private final ThreadPoolExecutor workers;
    private volatile boolean closed;

    private ImageStore(StoreLayout layout, StoreDisk disk, InstantSource clock, LayerFetch.Unpacking unpacking) {
        this.layout = layout;
        this.disk = disk;
        this.clock = clock;
        this.own = new OwnProcess(layout, disk);
        this.garbage = new Garbage(layout, disk, own);
        this.layers = new Layers(layout, disk, garbage);
        this.images = new ImageRecords(layout, disk, layers);
        this.uses = new Uses(layout, disk);
        this.pins = new Pins(layout, disk, own);
        this.fetch = new LayerFetch(layout, disk, own, layers, garbage, unpacking);
        this.pulls = new Pulls(this::fetch);
        this.pruning = new Pruning(layout, disk, images, layers, uses, pins);
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), LEAST_WORKERS, MOST_WORKERS);
        this.workers = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("image layer ", 0).factory());
        this.workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens a store, which is made if it is not there, and removes what dead processes left.
     *
     * @param clock for the times that images have
     */
    public static ImageStore open(Path directory, InstantSource clock, LayerUnpacker unpacker) {
        return open(directory, clock, unpacker::unpack, new RealStoreDisk(new FfmSyscalls(), FfmTreeCalls::new));
    }

    static ImageStore open(Path directory, InstantSource clock, LayerFetch.Unpacking unpacking, StoreDisk disk) {
        StoreLayout layout = new StoreLayout(directory.toAbsolutePath());
        List.of(
                        layout.layers(),
                        layout.links(),
                        layout.images(),
                        layout.uses(),
                        layout.fetching(),
                        layout.staging(),
                        layout.garbage())
                .forEach(disk::makePrivateDirectory);
        ImageStore store = new ImageStore(layout, disk, clock, unpacking);
        store.locked(() -> {
            store.sweep();
            return store;
        });
        return store;
    }

    private void sweep() {
        own.dead().forEach(process -> garbage.add(layout.staging(process)));
        own.abandonedGarbage().forEach(name -> garbage.add(layout.garbage().resolve(name)));
        layers.removeLooseLinks();
        for (String mark : disk.list(layout.fetching())) {
            Path file = layout.fetching().resolve(mark);
            disk.tryLock(file).ifPresent(lock -> {
                disk.remove(file);
                lock.close();
            });
        }
        var _ = uses.known(); // which forgets the others
    }

    /** The image that was pulled under just this reference, for just this platform. */
    public Optional<StoredImage> find(ImageReference reference, Platform platform) {
        return images.find(reference, platform);
    }

    /** All images, by reference. */
    public List<StoredImage> list() {
        return images.all().stream().map(ImageRecords.Entry::image).toList();
    }

    /**
     * Fetches an image, also if one of this reference is there: of that, only the layers that it has not are fetched. If
     * this store is just pulling the same from the same source, both get the one result, and only the first observer sees
     * it. Layers that had come before a failure stay, for the next attempt.
     *
     * @throws ContainerizerException INVALID_IMAGE, with both digests, when something is not what it should be;
     *     REGISTRY_FAILED when the source fails; KERNEL or CHECKPOINT_FAILED when this host does, such as with a full disk;
     *     what {@link ImageSource#find} throws
     */
    public StoredImage pull(ImageReference reference, Platform platform, ImageSource source, PullObserver observer) {
        return pull(reference, platform, source, observer, new CompletableFuture<>());
    }

    /**
     * The same for somebody who may no longer want it before it is there. The pull goes on for others who want it, and
     * ends with the last of them; layers that have come stay.
     *
     * @param unwanted returns from this method when it is completed
     * @throws CancellationException when it was completed before the image was there
     */
    public StoredImage pull(
            ImageReference reference,
            Platform platform,
            ImageSource source,
            PullObserver observer,
            CompletableFuture<?> unwanted) {
        return pulls.get(new Pulls.Key(reference, platform, source), observer, unwanted);
    }

    private StoredImage fetch(Pulls.Key key, PullObserver observer, Cancellation cancellation) {
        try {
            Image image = key.source().find(key.reference(), key.platform());
            observer.found(image);
            return fetch(key, image, observer, cancellation);
        } catch (RuntimeException e) {
            if (cancellation.isCancelled()) {
                throw ContainerizerException.of(
                                ErrorCode.CHECKPOINT_FAILED,
                                "pull",
                                key.reference().toString(),
                                closed ? "the store was closed" : "nobody wants it any more")
                        .causedBy(e);
            }
            throw e;
        }
    }

    private StoredImage fetch(Pulls.Key key, Image image, PullObserver observer, Cancellation cancellation) {
        ImageReference reference = key.reference();
        Path pinned = locked(() -> pins.add(image.config().diffIds()));
        try {
            new Pull(workers, cancellation)
                    .run(
                            image,
                            (layer, cancelled) -> fetch.run(
                                    layer,
                                    reference.toString(),
                                    l -> key.source().open(reference, image, l, 0),
                                    observer,
                                    cancelled));
            return locked(() -> images.add(reference, key.platform(), image, clock.instant()));
        } finally {
            disk.remove(pinned);
        }
    }

    /**
     * Keeps an image, and its layers, for as long as the path {@code owner} exists, which it does already. Also sets the
     * time of its last use.
     *
     * @throws ContainerizerException IMAGE_NOT_FOUND if it was removed since it was found
     */
    public void use(StoredImage image, Path owner) {
        locked(() -> {
            List<Digest> diffIds =
                    List.copyOf(ImageRecords.distinct(image.config().diffIds()));
            if (!areThere(diffIds, image.layers())) {
                throw ContainerizerException.of(
                                ErrorCode.IMAGE_NOT_FOUND,
                                "use image",
                                image.reference().toString(),
                                "it was removed meanwhile")
                        .withHint("pull it again");
            }
            use(image, diffIds, owner);
            return image;
        });
    }

    /**
     * The same for the image of this name, in one go. Empty: it is not in the store.
     *
     * @param owner exists already
     */
    public Optional<StoredImage> use(ImageReference reference, Platform platform, Path owner) {
        return locked(() -> {
            Optional<StoredImage> found = images.find(reference, platform);
            found.ifPresent(
                    image -> use(image, ImageRecords.distinct(image.config().diffIds()), owner));
            return found;
        });
    }

    private void use(StoredImage image, Collection<Digest> diffIds, Path owner) {
        uses.add(new Uses.Use(owner.toAbsolutePath(), image.id(), List.copyOf(diffIds)));
        images.used(image, clock.instant());
    }

    private boolean areThere(List<Digest> diffIds, List<Path> links) {
        boolean there = diffIds.size() == links.size();
        for (int i = 0; there && i < diffIds.size(); i++) {
            there = layers.isThere(
                    new StoredLayer(diffIds.get(i), links.get(i).getFileName().toString(), 0));
        }
        return there;
    }

    /**
     * Removes an image, for all platforms, and the layers that no other one has.
     *
     * @throws ContainerizerException IMAGE_NOT_FOUND if there is none of this reference; IMAGE_IN_USE, with who uses it
     */
    public void remove(ImageReference reference) {
        locked(() -> {
            own.name(); // so that somebody cleans up if this process dies now
            pruning.remove(reference);
            return reference;
        });
    }

    /** Removes images that nobody uses, the least recently used first, and layers that no image has. */
    public Pruned prune(PrunePolicy policy) {
        return locked(() -> {
            own.name();
            sweep();
            return pruning.prune(policy);
        });
    }

    private <T> T locked(Supplier<T> change) {
        try (StoreDisk.Lock lock = disk.lock(layout.lock())) {
            return change.get();
        }
    }

    /** From the moment on when somebody begins to close it. */
    boolean isClosed() {
        return closed;
    }

    /** Ends pulls that are under way, and waits until everything that goes is removed. */
    @Override
    public void close() {
        closed = true;
        pulls.close();
        workers.shutdown();
        garbage.close();
        locked(() -> {
            own.leave();
            return this;
        });
    }
}
