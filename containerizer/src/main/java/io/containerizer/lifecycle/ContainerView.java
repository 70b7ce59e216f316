package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.Termination;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container as its record shows it, whichever engine has it.
 *
 * @param pid of its init while it lives
 */
public record ContainerView(
        ContainerId id,
        ContainerState state,
        OptionalInt pid,
        StoredContainer stored,
        Optional<Termination> termination) {}
