package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Limitation;
import io.containerizer.api.Termination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Takes a container away: its children first, then its processes, then what isolators and launcher hold, last its
 * record. Every step may be repeated; after a failure the whole sequence is simply run again.
 */
final class DestroySequence {

    private static final long ASK_AGAIN_MILLIS = 20;
    private static final String RESTARTED = "the host was restarted while it ran";

    private final EngineParts parts;

    DestroySequence(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * @param destroyChild destroys a nested container and waits for it
     * @return how the container ended
     */
    Termination run(ManagedContainer managed, Consumer<ContainerId> destroyChild) {
        ContainerId id = managed.id();
        awaitLaunch(managed);
        destroyChildren(id, destroyChild);
        parts.pending.during(
                "launcher", "destroy", id, () -> parts.launcher.kill(id, managed.init(), parts.destroyTimeout));
        Optional<Limitation> why =
                managed.limitation().or(() -> managed.isolators().explain(managed.container()));
        OptionalInt known = managed.exited().isDone()
                ? OptionalInt.of(managed.exited().join().status())
                : parts.launcher.exitStatus(id);
        String message = why.map(Limitation::message).orElse(known.isEmpty() && endedWithTheHost(id) ? RESTARTED : "");
        List<ContainerizerException> failures = new ArrayList<>();
        attempt(failures, () -> managed.isolators().cleanup(id));
        attempt(failures, () -> parts.launcher.forget(id, managed.init()));
        attempt(failures, () -> parts.pending.during("provisioner", "destroy", id, () -> parts.images.remove(id)));
        if (!failures.isEmpty()) {
            ContainerizerException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
        Termination termination = new Termination(known.orElse(Termination.KILLED), why, message);
        boolean launched = managed.init().isPresent();
        if (launched && managed.container().spec().keep()) {
            managed.writePlan(parts.store::writePlan);
            parts.store.writeTermination(id, termination);
        } else {
            removeRecord(managed);
        }
        return termination;
    }

    /** Whether it was launched before the host was started last. */
    private boolean endedWithTheHost(ContainerId id) {
        return parts.store
                .find(id)
                .filter(stored -> !parts.identity.isOfThisBoot(stored.engine()))
                .isPresent();
    }

    private static void attempt(List<ContainerizerException> failures, Runnable part) {
        try {
            part.run();
        } catch (ContainerizerException e) {
            failures.add(e);
        }
    }

    /** A launch under way notices at its next phase; one that hangs in the kernel or at a gate is killed out of it. */
    private void awaitLaunch(ManagedContainer managed) {
        long deadline = System.nanoTime() + parts.destroyTimeout.toNanos();
        while (!managed.launchEnded().isDone()) {
            try {
                managed.launchEnded().get(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                parts.launcher.signal(managed.id(), Termination.KILLED);
                if (System.nanoTime() > deadline) {
                    throw ContainerizerException.of(
                            ErrorCode.DESTROY_FAILED,
                            "wait for launch of",
                            managed.id().toString(),
                            "it does not end");
                }
            } catch (ExecutionException e) {
                return; // how it ended does not matter here
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ContainerizerException.of(
                        ErrorCode.DESTROY_FAILED,
                        "wait for launch of",
                        managed.id().toString(),
                        "interrupted");
            }
        }
    }

    private void destroyChildren(ContainerId id, Consumer<ContainerId> destroyChild) {
        for (ContainerId child : parts.store.below(id).reversed()) {
            if (parts.store.termination(child).isEmpty()) {
                destroyChild.accept(child);
            }
        }
    }

    void removeRecord(ManagedContainer managed) {
        ContainerId id = managed.id();
        if (managed.container().sandbox().equals(parts.layout.sandbox(id))) {
            removeSandboxes(id);
        } else {
            removeNestedSandboxes(id);
        }
        parts.store.remove(id);
    }

    /** The record alone; the sandbox is as old as if it had just been left. */
    void forget(ManagedContainer managed) {
        parts.disk.touch(managed.container().sandbox());
        parts.store.remove(managed.id());
    }

    void removeSandboxes(ContainerId id) {
        parts.disk.remove(parts.layout.sandbox(id));
        removeNestedSandboxes(id);
    }

    private void removeNestedSandboxes(ContainerId id) {
        Path nested = parts.layout.nestedSandboxes(id);
        if (parts.disk.exists(nested)) {
            parts.disk.remove(nested);
        }
    }
}
