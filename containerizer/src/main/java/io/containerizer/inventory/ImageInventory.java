package io.containerizer.inventory;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import io.containerizer.image.archive.Archive;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.ImageSupply;
import io.containerizer.image.supply.NamedImages;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.lifecycle.StoredContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The images of a store, for those who look after them. */
public final class ImageInventory implements AutoCloseable {

    private final FlagValues flags;
    private final Supplier<List<StoredContainer>> living;
    private final ImageSupply supply;

    /**
     * @param flags see {@link ImageFlags}
     * @param living tells the containers that have not ended
     */
    public ImageInventory(FlagValues flags, Supplier<List<StoredContainer>> living) {
        this.flags = flags;
        this.living = living;
        this.supply = new ImageSupply(flags, InstantSource.system());
    }

    /** Whether there is a store at all; a look at images makes none. */
    public static boolean exists(FlagValues flags) {
        return Files.exists(flags.get(ImageFlags.STORE));
    }

    /** By their names. */
    public List<ImageRow> list() {
        ImageUsers users = users();
        return supply.store().list().stream()
                .sorted(Comparator.comparing((StoredImage i) -> i.reference().canonical()))
                .map(image -> ImageRow.of(image, users))
                .toList();
    }

    private ImageUsers users() {
        return new ImageUsers(living.get(), name -> ImageFlags.inStore(flags, name));
    }

    /** @throws ContainerizerException IMAGE_NOT_FOUND when it is not here */
    public ImageInspection inspect(ImageReference name) {
        StoredImage image = supply.get(name, PullPolicy.NEVER, PullObserver.NONE);
        var config = image.config();
        return new ImageInspection(
                ImageRow.of(image, users()),
                config.entrypoint(),
                config.cmd(),
                config.environment(),
                config.workingDirectory(),
                config.user(),
                config.diffIds().stream().map(Object::toString).toList(),
                image.layers());
    }

    /** Has the image of this name here. */
    public FetchedImage fetch(ImageReference name, PullPolicy policy, PullObserver observer) {
        return FetchedImage.of(supply.get(name, policy, observer));
    }

    /**
     * Takes images out of an archive: the one of this name, or all.
     *
     * @param done hears of each that has come
     */
    public void take(Path file, Optional<ImageReference> name, PullObserver observer, Consumer<FetchedImage> done) {
        try (Archive archive = Archive.open(file, supply.scratch())) {
            for (NamedImages.One one : new NamedImages(archive).called(name)) {
                done.accept(FetchedImage.of(supply.pull(one.name(), one, observer)));
            }
        }
    }

    /** Where archives may be kept while images are taken out of them. */
    public Path scratch() {
        return supply.scratch();
    }

    /** @throws ContainerizerException IMAGE_IN_USE, naming the containers; IMAGE_NOT_FOUND */
    public void remove(ImageReference name) {
        // The store knows, too, but not the containers' names.
        List<ContainerId> ids = users().of(ImageFlags.inStore(flags, name));
        if (!ids.isEmpty()) {
            String text = ids.stream().map(ContainerId::toString).collect(Collectors.joining(", "));
            throw ContainerizerException.of(ErrorCode.IMAGE_IN_USE, "remove image", name.toString(), "used by " + text)
                    .withHint("end these containers first");
        }
        supply.remove(name);
    }

    /** Removes images that no container uses; see {@link ImageSupply#prune}. */
    public PrunedImages prune(double headroom, Set<ImageReference> keep) {
        return PrunedImages.of(supply.prune(headroom, keep));
    }

    @Override
    public void close() {
        supply.close();
    }
}
