package io.containerizer.image.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What an opened store keeps on disk for itself, and how it knows what others left that are dead: a lock that ends with
 * its process. The directory is made when it is first needed.
 */
final class OwnProcess {

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final String name =
            ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong count = new AtomicLong();
    private StoreDisk.@Nullable Lock lock;

    OwnProcess(StoreLayout layout, StoreDisk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** To be called under the store's lock, so that nobody finds the directory before it is locked. */
    synchronized String name() {
        if (lock == null) {
            disk.makePrivateDirectory(layout.staging(name));
            lock = disk.lock(layout.stagingLock(name));
        }
        return name;
    }

    /** A number that was not given before. */
    long next() {
        return count.incrementAndGet();
    }

    /** Those that others left in {@code staging}; their locks are free. */
    List<String> dead() {
        List<String> dead = new ArrayList<>();
        for (String other : disk.list(layout.staging())) {
            if (!other.equals(name)) {
                Optional<StoreDisk.Lock> free = disk.tryLock(layout.stagingLock(other));
                free.ifPresent(StoreDisk.Lock::close);
                if (free.isPresent()) {
                    dead.add(other);
                }
            }
        }
        return dead;
    }

    /** Names in {@code gc} that no living process is at. */
    List<String> abandonedGarbage() {
        Set<String> living = new HashSet<>(disk.list(layout.staging()));
        return disk.list(layout.garbage()).stream()
                .filter(g -> !living.contains(StoreLayout.processOfGarbage(g)))
                .toList();
    }

    /** Under the store's lock. */
    synchronized void leave() {
        if (lock != null) {
            disk.remove(layout.staging(name));
            lock.close();
            lock = null;
        }
    }
}
