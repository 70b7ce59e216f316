package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.Termination;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Containers that another engine has, or had. */
final class ForeignContainers {

    private static final long SHORTEST_PAUSE = 1_000_000;
    private static final long LONGEST_PAUSE = 100_000_000;

    private final EngineParts parts;
    private final RuntimeView view;
    private final Consumer<StoredContainer> takeOver;

    ForeignContainers(EngineParts parts, RuntimeView view, Consumer<StoredContainer> takeOver) {
        this.parts = parts;
        this.view = view;
        this.takeOver = takeOver;
    }

    /** Kills it and waits for its engine to clean up; without an engine, this one does. */
    CompletableFuture<Termination> destroy(ContainerId id, Executor work) {
        return run(id, "destroy", work, () -> parts.launcher.signal(id, Termination.KILLED));
    }

    CompletableFuture<Termination> await(ContainerId id, Executor work) {
        return run(id, "wait for", work, () -> {});
    }

    private CompletableFuture<Termination> run(ContainerId id, String operation, Executor work, Runnable first) {
        ContainerView found = view.find(id).orElseThrow(() -> parts.notFound(operation, id));
        if (found.termination().isPresent()) {
            return CompletableFuture.completedFuture(found.termination().get());
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    first.run();
                    return follow(found.stored());
                },
                work);
    }

    private Termination follow(StoredContainer stored) {
        ContainerId id = stored.id();
        int last = Termination.KILLED;
        for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            Optional<Termination> end = parts.store.termination(id);
            if (end.isPresent()) {
                return end.get();
            }
            if (parts.store.find(id).isEmpty()) {
                return Termination.of(last); // its engine did not keep the record
            }
            if (parts.launcher.livingInit(id).isEmpty()) {
                last = parts.launcher.exitStatus(id).orElse(last);
                String owner = parts.store.owner(stored);
                if (owner.equals(parts.identity.name()) || !parts.identity.isAlive(owner)) {
                    takeOver.accept(stored);
                    continue;
                }
            }
            LockSupport.parkNanos(pause);
        }
    }
}
