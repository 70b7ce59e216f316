package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Removes what is no longer part of the store: at once it gets out of the way, then it goes file by file, in the
 * background. What is left of that when the process dies is found by the next.
 */
final class Garbage implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Garbage.class.getName());

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final OwnProcess own;
    private final ExecutorService remover = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("image garbage").factory());

    Garbage(StoreLayout layout, StoreDisk disk, OwnProcess own) {
        this.layout = layout;
        this.disk = disk;
        this.own = own;
    }

    /** Under the store's lock. */
    void add(Path path) {
        Path away = layout.garbage(own.name(), own.next());
        disk.move(path, away);
        remover.execute(() -> remove(away));
    }

    private void remove(Path path) {
        try {
            disk.remove(path);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, "what is left of an image stays for the next time", e);
        }
    }

    /** Waits until all is removed. */
    @Override
    public void close() {
        remover.shutdown();
        try {
            boolean ended = false;
            while (!ended) {
                ended = remover.awaitTermination(1, TimeUnit.HOURS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
