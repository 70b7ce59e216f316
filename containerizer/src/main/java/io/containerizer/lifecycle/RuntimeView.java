package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

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

    /** Looked for in this order: a container's sandbox is made after its record. */
    Map<ContainerId, Instant> sandboxesWithoutRecord() {
        Map<ContainerId, Instant> found = new TreeMap<>(Comparator.comparing(ContainerId::toString));
        for (String name : parts.disk.list(parts.layout.sandboxes())) {
            ContainerId id;
            try {
                id = ContainerId.of(name);
            } catch (ContainerizerException e) {
                continue; // somebody else's
            }
            Optional<Instant> given = parts.disk.modified(parts.layout.sandbox(id));
            if (given.isPresent() && !parts.disk.exists(parts.layout.container(id))) {
                found.put(id, given.get());
            }
        }
        return found;
    }

    Optional<ContainerView> find(ContainerId id) {
        return parts.store.find(id).flatMap(this::look);
    }

    /** Nothing for one that was removed while it was looked at: what is missing then is no sign of a launch. */
    private Optional<ContainerView> look(StoredContainer stored) {
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
        return state == ContainerState.STARTING && parts.store.find(id).isEmpty()
                ? Optional.empty()
                : Optional.of(new ContainerView(id, state, pid, stored, termination));
    }
}
