package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.Termination;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the state of containers from their records, whichever engine they belong to. */
final class RuntimeView {

    private final EngineParts parts;

    RuntimeView(EngineParts parts) {
        this.parts = parts;
    }

    List<ContainerView> all() {
        return parts.store.list().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<ContainerView> find(ContainerId id) {
        return parts.store.find(id).map(this::look);
    }

    private ContainerView look(StoredContainer stored) {
        ContainerId id = stored.id();
        Optional<Termination> termination = parts.store.termination(id);
        OptionalInt pid = termination.isPresent() ? OptionalInt.empty() : parts.launcher.livingInit(id);
        ContainerState state = termination.isPresent()
                ? ContainerState.TERMINATED
                : pid.isPresent()
                        ? ContainerState.RUNNING
                        : parts.launcher.exitStatus(id).isPresent()
                                ? ContainerState.DESTROYING
                                : ContainerState.STARTING;
        return new ContainerView(id, state, pid, stored, termination);
    }
}
