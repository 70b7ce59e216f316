package io.containerizer.cli;

import io.containerizer.cli.remote.RemoteImages;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.FetchedImage;
import io.containerizer.inventory.ImageRow;
import io.containerizer.inventory.PrunedImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Where images are: here, or with an agent. */
interface ImageHost extends AutoCloseable {

    /** For commands about images that are there. */
    static ImageHost existing(Arguments arguments, Output output) {
        Remote.checkUnused(arguments);
        return Remote.is(arguments) ? remote(arguments) : LocalImages.existing(arguments, output);
    }

    /**
     * For commands that fetch some.
     *
     * @param step what they are fetched for
     */
    static ImageHost forFetching(Arguments arguments, Output output, String step, String subject) {
        Remote.checkUnused(arguments);
        return Remote.is(arguments) ? remote(arguments) : LocalImages.forFetching(arguments, output, step, subject);
    }

    private static ImageHost remote(Arguments arguments) {
        ImageSettings.checkPlatform(arguments);
        var agent = Remote.client(arguments);
        return new AgentImages(agent, new RemoteImages(agent, arguments.one(RunOptions.PLATFORM)));
    }

    List<ImageRow> list();

    /** As JSON. */
    String inspect(ImageReference name);

    void remove(ImageReference name);

    PrunedImages prune(double headroom, Set<ImageReference> keep);

    /** Has the image of this name there. */
    void fetch(ImageReference name, PullPolicy policy, PullObserver observer, Consumer<FetchedImage> done);

    /** Takes images out of an archive, or a layout: the one of this name, or all. */
    void take(Path file, Optional<ImageReference> name, PullObserver observer, Consumer<FetchedImage> done);

    @Override
    void close();
}
