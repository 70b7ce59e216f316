package io.containerizer.agent.state;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFigures;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.lifecycle.PendingOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an engine. */
record RealEngineView(Containerizer engine, String agentUser) implements EngineView {

    @Override
    public List<LiveContainer> live() {
        return engine.live();
    }

    @Override
    public String user(LiveContainer container) {
        return named(container.spec());
    }

    private String named(ContainerSpec spec) {
        return spec.user().isEmpty() ? agentUser : spec.user();
    }

    @Override
    public ResourceStatistics usage(ContainerId id) {
        return engine.usage(id);
    }

    @Override
    public ContainerStatus status(ContainerId id) {
        return engine.status(id);
    }

    @Override
    public Optional<Sandbox> sandbox(ContainerId id) {
        return engine.find(id).map(this::sandbox);
    }

    @Override
    public List<Sandbox> sandboxes() {
        return engine.containers().stream().map(this::sandbox).toList();
    }

    private Sandbox sandbox(ContainerView view) {
        return new Sandbox(
                view.id(), view.stored().sandbox(), named(view.stored().spec()));
    }

    @Override
    public List<PendingOperation> pending() {
        return engine.pending();
    }

    @Override
    public Map<String, Number> gauges() {
        return engine.gauges();
    }

    @Override
    public EngineFigures figures() {
        return engine.figures();
    }
}
