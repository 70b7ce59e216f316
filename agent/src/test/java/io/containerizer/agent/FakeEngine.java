package io.containerizer.agent;

import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.Sandbox;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.Durations;
import io.containerizer.lifecycle.EngineFigures;
import io.containerizer.lifecycle.LaunchPhase;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.lifecycle.PendingOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Containers that a test makes up. */
public final class FakeEngine implements EngineView {

    private final Map<ContainerId, LiveContainer> live = new TreeMap<>();
    private final Map<ContainerId, ResourceStatistics> usage = new HashMap<>();
    private final Map<ContainerId, ContainerStatus> status = new HashMap<>();
    private final Map<ContainerId, Sandbox> sandboxes = new TreeMap<>();
    private final List<PendingOperation> pending = new ArrayList<>();
    private final Map<String, Number> gauges = new TreeMap<>();

    public void add(String id, Resources requests, ResourceStatistics used, ContainerStatus told) {
        add(ContainerId.parse(id), "root", Path.of("/sandboxes", id), requests);
        usage.put(ContainerId.parse(id), used);
        status.put(ContainerId.parse(id), told);
    }

    public void add(ContainerId id, String user, Path sandbox, Resources requests) {
        ContainerSpec spec =
                ContainerSpec.builder(id, Command.of("true")).user(user).build();
        live.put(id, new LiveContainer(spec, sandbox, ContainerState.RUNNING, false, requests, Resources.NONE));
        sandboxes.put(id, new Sandbox(id, sandbox, user));
    }

    /** It ends, and something is still known of it. */
    public void end(ContainerId id) {
        live.remove(id);
    }

    public void begin(String operation, String container) {
        pending.add(new PendingOperation(operation, ContainerId.parse(container)));
    }

    public void gauge(String name, Number value) {
        gauges.put(name, value);
    }

    @Override
    public List<LiveContainer> live() {
        return List.copyOf(live.values());
    }

    @Override
    public String user(LiveContainer container) {
        return container.spec().user();
    }

    @Override
    public ResourceStatistics usage(ContainerId id) {
        return Optional.ofNullable(usage.get(id)).orElseThrow(() -> gone(id));
    }

    @Override
    public ContainerStatus status(ContainerId id) {
        return Optional.ofNullable(status.get(id)).orElseThrow(() -> gone(id));
    }

    private static ContainerizerException gone(ContainerId id) {
        return ContainerizerException.of(ErrorCode.NOT_FOUND, "measure", id.toString(), "it has gone");
    }

    @Override
    public Optional<Sandbox> sandbox(ContainerId id) {
        return Optional.ofNullable(sandboxes.get(id));
    }

    @Override
    public List<Sandbox> sandboxes() {
        return List.copyOf(sandboxes.values());
    }

    @Override
    public List<PendingOperation> pending() {
        return List.copyOf(pending);
    }

    @Override
    public Map<String, Number> gauges() {
        return gauges;
    }

    @Override
    public EngineFigures figures() {
        List<Long> counts = new ArrayList<>(Collections.nCopies(Durations.BOUNDS.size() + 1, 0L));
        counts.set(2, 3L);
        counts.set(counts.size() - 1, 1L);
        return new EngineFigures(4, 2, 1, Map.of(LaunchPhase.START, new Durations(counts, 41.5)));
    }
}
