package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.checkpoint.InterprocessLock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes over the containers of engines that are dead. Under a lock, so that of several engines only one gets each; the
 * new owner is written down before anything is done, so that a recovery that dies is itself recovered from.
 */
final class Recovery {

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final EngineParts parts;
    private final Engine engine;

    /**
     * A container without an engine.
     *
     * @param alive its init lives
     * @param everRan its command was started, so that somebody may ask how it ended
     * @param known every container of the runtime directory
     */
    record Found(StoredContainer stored, boolean alive, boolean everRan, Set<ContainerId> known) {}

    /** The engine that takes over. */
    interface Engine {

        /** Whether it has this container in hand already. */
        boolean has(ContainerId id);

        /** Makes a container its own, living or dead. */
        void takeUp(Found found);

        /** Goes on with one taken up: watches what lives, and cleans up behind what does not. */
        void settle(Found found);
    }

    Recovery(EngineParts parts, Engine engine) {
        this.parts = parts;
        this.engine = engine;
    }

    /** Cleans up behind containers that have ended, or whose launch was cut off. */
    void sweep() {
        if (parts.disk.list(parts.layout.engines()).size() > 1
                || !parts.disk.list(parts.layout.containers()).isEmpty()
                || !parts.disk.list(parts.layout.stagingDirectory()).isEmpty()) {
            take(found -> !found.alive());
        }
        parts.images.sweep();
    }

    /** Takes over the living ones as well. */
    void adoptLiving() {
        take(found -> true);
    }

    void adoptOne(StoredContainer stored) {
        take(found ->
                found.stored().id().equals(stored.id()) || found.stored().id().isBelow(stored.id()));
    }

    private void take(Predicate<Found> wanted) {
        List<Found> mine = new ArrayList<>();
        try (InterprocessLock _ = InterprocessLock.take(parts.layout.adoptLock())) {
            parts.identity.sweepDeadEngines();
            List<ContainerId> all = parts.store.list();
            Set<ContainerId> known = new HashSet<>(all);
            for (ContainerId id : all) {
                look(id, known).filter(wanted).filter(found -> claim(id)).ifPresent(mine::add);
            }
        }
        List<Found> taken = mine.stream() // parents first, so that they are known when their children come
                .filter(found -> orWarn(found, engine::takeUp))
                .toList();
        taken.reversed().forEach(found -> orWarn(found, engine::settle)); // who ends a parent finds its children ended
    }

    /** False: somebody has removed it meanwhile. */
    private boolean claim(ContainerId id) {
        try {
            parts.store.writeOwner(id, parts.identity.name());
            return true;
        } catch (ContainerizerException e) {
            if (parts.store.find(id).isPresent()) {
                throw e;
            }
            return false;
        }
    }

    private static boolean orWarn(Found found, Consumer<Found> step) {
        try {
            step.accept(found);
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "cannot recover container " + found.stored().id() + ": " + e.getMessage());
            return false;
        }
    }

    /** What this engine itself once took over, and failed to take up, is not. */
    private boolean isCaredFor(StoredContainer stored) {
        String owner = parts.store.owner(stored);
        return owner.equals(parts.identity.name()) ? engine.has(stored.id()) : parts.identity.isAlive(owner);
    }

    /** Nothing for containers that have an engine, or need none any more. */
    private Optional<Found> look(ContainerId id, Set<ContainerId> known) {
        Optional<StoredContainer> stored;
        try {
            stored = parts.store.find(id);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, "removing a container whose record cannot be read: " + e.getMessage());
            parts.store.remove(id);
            return Optional.empty();
        }
        if (stored.isEmpty()
                || !stored.get().launcher().equals(parts.launcher.name())
                || parts.store.termination(id).isPresent()
                || isCaredFor(stored.get())) {
            return Optional.empty();
        }
        if (parts.store.termination(id).isPresent() || parts.store.find(id).isEmpty()) {
            return Optional.empty(); // the last that its engine did, after it was looked at here
        }
        boolean everRan = parts.launcher.everRan(id);
        boolean alive = !parts.launcher.revoke(id);
        return Optional.of(new Found(stored.get(), alive, everRan, known));
    }
}
