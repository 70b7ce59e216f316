package io.containerizer.cli;

import io.containerizer.agent.manage.ListedVolumes;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.RemoteContainers;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.StoredContainer;
import io.containerizer.lifecycle.VolumeView;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The containers of an agent. */
final class RemoteHost implements Host {

    private final AgentClient agent;
    private final RemoteContainers containers;

    /** @param agent this object's own */
    RemoteHost(AgentClient agent) {
        this.agent = agent;
        this.containers = new RemoteContainers(agent);
    }

    @Override
    public List<ContainerView> containers() {
        return containers.list();
    }

    @Override
    public StoredContainer find(String text) {
        List<ContainerView> all = containers.list();
        ContainerId id = Host.choose(all.stream().map(ContainerView::id).toList(), text);
        return all.stream()
                .filter(view -> view.id().equals(id))
                .map(ContainerView::stored)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean kill(StoredContainer container, int signal) {
        return containers.kill(container.id(), signal);
    }

    @Override
    public CompletableFuture<Termination> await(StoredContainer container) {
        return containers.await(container.id());
    }

    @Override
    public void remove(StoredContainer container, boolean force) {
        ContainerId id = container.id();
        if (force && containers.kill(id, SignalNames.KILL)) {
            containers.await(id).join();
        }
        containers.remove(id);
    }

    @Override
    public Optional<ResourceStatistics> usage(StoredContainer container) {
        try {
            return Optional.of(containers.usage(container.id()));
        } catch (ContainerizerException e) {
            if (e.code() == ErrorCode.NOT_RUNNING || e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String inspect(StoredContainer container) {
        return containers.inspect(container.id());
    }

    @Override
    public Attachment logs(
            StoredContainer container, Optional<WritableByteChannel> stdout, Optional<WritableByteChannel> stderr) {
        return new RemoteOutput(
                follow -> containers.output(container.id(), stdout.isPresent(), stderr.isPresent(), follow),
                stdout,
                stderr);
    }

    @Override
    public List<VolumeView> volumes() {
        return agent.get(ListedVolumes.class, "volumes", Map.of()).volumes();
    }

    @Override
    public void removeVolume(Volume.Persistent volume) {
        agent.change("volumes/remove", Map.of("volume", volume.toString()));
    }

    @Override
    public void close() {
        agent.close();
    }
}
