package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** Takes away what is left of containers that have ended. */
final class Removal {

    private final EngineParts parts;
    private final IsolatorSet isolators;
    private final DestroySequence destroySequence;
    private final RuntimeView view;
    private final Lifecycle lifecycle;

    Removal(
            EngineParts parts,
            IsolatorSet isolators,
            DestroySequence destroySequence,
            RuntimeView view,
            Lifecycle lifecycle) {
        this.parts = parts;
        this.isolators = isolators;
        this.destroySequence = destroySequence;
        this.view = view;
        this.lifecycle = lifecycle;
    }

    /** Record and sandbox. */
    void remove(ContainerId id) {
        destroySequence.removeRecord(lifecycle
                .find(id)
                .filter(known -> known.state() == ContainerState.TERMINATED)
                .orElseGet(() -> ended(id)));
        lifecycle.drop(id);
    }

    /** The record only. */
    void forget(ContainerId id) {
        destroySequence.forget(ended(id));
        lifecycle.drop(id);
    }

    /** The sandbox of a container without a record. */
    void removeSandbox(ContainerId id) {
        if (view.find(id).isPresent()) {
            throw ContainerizerException.of(
                    ErrorCode.STILL_RUNNING, "remove sandbox of", id.toString(), "there is a container of this name");
        }
        destroySequence.removeSandboxes(id);
    }

    void removeSandboxOfEnded(ContainerId id) {
        destroySequence.removeSandboxes(ended(id).id());
    }

    /** A container that has ended, as its record tells. */
    private ManagedContainer ended(ContainerId id) {
        ContainerView found = view.find(id).orElseThrow(() -> parts.notFound("remove", id));
        if (found.termination().isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.STILL_RUNNING, "remove", id.toString(), "it has not ended: " + found.state())
                    .withHint("end it first, or remove it with: containerizer rm --force " + id);
        }
        return new ManagedContainer(parts.container(found.stored()), isolators, ContainerState.TERMINATED);
    }
}
