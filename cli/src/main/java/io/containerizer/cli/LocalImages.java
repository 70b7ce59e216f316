package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.FetchedImage;
import io.containerizer.inventory.ImageInventory;
import io.containerizer.inventory.ImageRow;
import io.containerizer.inventory.PrunedImages;
import io.containerizer.lifecycle.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The images of a store of this host. A store that is not there is made only for images that come. */
final class LocalImages implements ImageHost {

    private final Output output;
    private final FlagValues flags;
    private final ImageInventory images;

    private LocalImages(Arguments arguments, Output output) {
        this.output = output;
        this.flags = ImageSettings.of(arguments);
        this.images = new ImageInventory(flags, () -> new Records(Directories.of(arguments)).living());
    }

    static LocalImages existing(Arguments arguments, Output output) {
        return new LocalImages(arguments, output);
    }

    /** Only root may make all that layers have, files of other users, devices, attributes. */
    static LocalImages forFetching(Arguments arguments, Output output, String step, String subject) {
        LocalImages images = new LocalImages(arguments, output);
        if (!Platform.isRoot()) {
            throw ContainerizerException.of(ErrorCode.UNUSABLE_HOST, step, subject, "only root can unpack images")
                    .withHint("run it with sudo");
        }
        return images;
    }

    @Override
    public List<ImageRow> list() {
        if (ImageInventory.exists(flags)) {
            return images.list();
        }
        output.complain("no image was fetched here: " + flags.get(ImageFlags.STORE) + " does not exist");
        return List.of();
    }

    @Override
    public String inspect(ImageReference name) {
        return Json.of(there().inspect(name));
    }

    @Override
    public void remove(ImageReference name) {
        there().remove(name);
    }

    @Override
    public PrunedImages prune(double headroom, Set<ImageReference> keep) {
        return there().prune(headroom, keep);
    }

    private ImageInventory there() {
        if (!ImageInventory.exists(flags)) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "look for images in",
                            flags.get(ImageFlags.STORE).toString(),
                            "it does not exist")
                    .withHint(
                            "fetch images with: containerizer pull NAME; or name their store with --docker_store_dir");
        }
        return images;
    }

    @Override
    public void fetch(ImageReference name, PullPolicy policy, PullObserver observer, Consumer<FetchedImage> done) {
        done.accept(images.fetch(name, policy, observer));
    }

    @Override
    public void take(Path file, Optional<ImageReference> name, PullObserver observer, Consumer<FetchedImage> done) {
        images.take(file, name, observer, done);
    }

    @Override
    public void close() {
        images.close();
    }
}
