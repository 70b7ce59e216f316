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

/** What the agent can ask about its containers. */
public interface Containers {

    /** Those that have not ended, parents before their children. Cheap. */
    List<LiveContainer> live();

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

    /** Those of an engine. */
    static Containers of(Containerizer engine) {
        return new EngineContainers(engine);
    }
}
