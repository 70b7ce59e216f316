package io.containerizer.agent.state;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFigures;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.lifecycle.PendingOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked about the containers of an engine. From any thread. */
public interface EngineView {

    /** Those that have not ended, parents before their children. Cheap. */
    List<LiveContainer> live();

    /** Whom a container runs as. */
    String user(LiveContainer container);

    /**
     * @throws io.containerizer.api.ContainerizerException if the container has gone
     */
    ResourceStatistics usage(ContainerId id);

    ContainerStatus status(ContainerId id);

    /** Where a container's files are, for as long as something is known of it, also after its end. */
    Optional<Sandbox> sandbox(ContainerId id);

    /** Those of all containers of which something is known. Asks the disk. */
    List<Sandbox> sandboxes();

    List<PendingOperation> pending();

    /** By the names of Mesos' metrics. */
    Map<String, Number> gauges();

    EngineFigures figures();

    /**
     * Of an engine.
     *
     * @param agentUser whom containers run as whose request names nobody
     */
    static EngineView of(Containerizer engine, String agentUser) {
        return new RealEngineView(engine, agentUser);
    }
}
