package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.RemoteImages;
import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.FetchedImage;
import io.containerizer.inventory.ImageRow;
import io.containerizer.inventory.PrunedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The images of an agent. */
record AgentImages(AgentClient agent, RemoteImages images) implements ImageHost {

    @Override
    public List<ImageRow> list() {
        return images.list();
    }

    @Override
    public String inspect(ImageReference name) {
        return images.inspect(name);
    }

    @Override
    public void remove(ImageReference name) {
        images.remove(name);
    }

    @Override
    public PrunedImages prune(double headroom, Set<ImageReference> keep) {
        return images.prune(headroom, keep);
    }

    @Override
    public void fetch(ImageReference name, PullPolicy policy, PullObserver observer, Consumer<FetchedImage> done) {
        images.pull(name, policy, observer, done);
    }

    @Override
    public void take(Path file, Optional<ImageReference> name, PullObserver observer, Consumer<FetchedImage> done) {
        if (Files.isDirectory(file)) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE,
                            "import",
                            file.toString(),
                            "a directory cannot be sent to an agent")
                    .withHint("pack it: tar -C " + file + " -cf layout.tar .");
        }
        images.take(file, name, observer, done);
    }

    @Override
    public void close() {
        agent.close();
    }
}
