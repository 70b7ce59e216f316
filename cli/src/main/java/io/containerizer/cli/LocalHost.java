package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Inspection;
import io.containerizer.lifecycle.StoredContainer;
import io.containerizer.lifecycle.VolumeView;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The containers of this host, by engines of this program. */
final class LocalHost implements Host {

    private final Arguments arguments;
    private final Output output;
    private final Engines engines;

    LocalHost(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
        this.engines = new Engines(() -> AgentFlags.of(arguments));
    }

    /** Where there never was an engine, none is made to look for its containers. */
    @Override
    public List<ContainerView> containers() {
        AgentFlags.check(arguments);
        return Directories.of(arguments).existOrSay(output) ? engines.any().containers() : List.of();
    }

    @Override
    public StoredContainer find(String text) {
        return new Records(Directories.of(arguments)).find(text);
    }

    @Override
    public boolean kill(StoredContainer container, int signal) {
        return engines.of(container).kill(container.id(), signal);
    }

    @Override
    public CompletableFuture<Termination> await(StoredContainer container) {
        return engines.of(container).await(container.id());
    }

    @Override
    public void remove(StoredContainer container, boolean force) {
        Containerizer engine = engines.of(container);
        ContainerId id = container.id();
        if (force) {
            engine.destroy(id).join();
        }
        if (!force || engine.find(id).isPresent()) { // it may be one that goes when it ends
            engine.remove(id);
        }
    }

    @Override
    public Optional<ResourceStatistics> usage(StoredContainer container) {
        Containerizer engine = engines.of(container);
        boolean runs = engine.find(container.id())
                .filter(v -> v.termination().isEmpty())
                .isPresent();
        return runs ? Optional.of(engine.usage(container.id())) : Optional.empty();
    }

    @Override
    public String inspect(StoredContainer container) {
        Containerizer engine = engines.of(container);
        ContainerView view = engine.find(container.id())
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.NOT_FOUND, "inspect", container.id().toString(), "it has just gone"));
        return Json.of(Inspection.of(engine, view));
    }

    @Override
    public Attachment logs(
            StoredContainer container, Optional<WritableByteChannel> stdout, Optional<WritableByteChannel> stderr) {
        LogFollower logs = LogFollower.of(container.sandbox(), stdout, stderr);
        if (logs.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.NOT_FOUND, "read logs of", container.id().toString(), "it has none")
                    .withHint("its output went to a terminal, or elsewhere");
        }
        return logs;
    }

    /** Where there never was one, nothing is made to look for it. */
    @Override
    public List<VolumeView> volumes() {
        return Files.notExists(Directories.of(arguments).layout().roles())
                ? List.of()
                : engines.any().volumes();
    }

    @Override
    public void removeVolume(Volume.Persistent volume) {
        engines.any().removeVolume(volume);
    }

    @Override
    public void close() {
        engines.close();
    }
}
