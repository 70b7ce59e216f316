package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.Termination;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A container whose command has been started.
 *
 * @param terminal descriptor of the master side of its terminal, if the request asked for one; the caller's to close
 * @param exited completed as soon as it is known how the command ended
 * @param terminated completed when nothing of the container is left but its record; exceptionally when something could
 *     not be removed
 */
public record LaunchedContainer(
        ContainerId id,
        int pid,
        OptionalInt terminal,
        CompletableFuture<Termination> exited,
        CompletableFuture<Termination> terminated) {}
