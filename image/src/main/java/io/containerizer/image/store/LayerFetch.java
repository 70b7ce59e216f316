package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Layer;
import io.containerizer.image.unpack.UnpackedLayer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Brings one layer into the store: fetches, unpacks and checks it in a place of its own, then moves it to where it belongs. */
final class LayerFetch {

    private static final long LOOK_MILLIS = 100;

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final OwnProcess own;
    private final Layers layers;
    private final Garbage garbage;
    private final Unpacking unpacking;

    /** {@link io.containerizer.image.unpack.LayerUnpacker#unpack}. */
    interface Unpacking {
        UnpackedLayer unpack(InputStream packed, Compression compression, Path emptyDirectory) throws IOException;
    }

    /** Where the packed bytes are. */
    interface Opening {
        InputStream open(Layer layer) throws IOException;
    }

    LayerFetch(
            StoreLayout layout, StoreDisk disk, OwnProcess own, Layers layers, Garbage garbage, Unpacking unpacking) {
        this.layout = layout;
        this.disk = disk;
        this.own = own;
        this.layers = layers;
        this.garbage = garbage;
        this.unpacking = unpacking;
    }

    /**
     * Nothing is kept of a layer that is not what its digests say. Whoever else fetches the same one at this time is
     * waited for.
     *
     * @param subject the image, for messages
     * @param cancelled when this is true, nobody wants the layer any more
     */
    void run(Layer layer, String subject, Opening source, PullObserver observer, BooleanSupplier cancelled) {
        Path mark = layout.fetching(layer.diffId());
        try (StoreDisk.Lock fetching = alone(mark, layer.diffId(), cancelled)) {
            if (layers.find(layer.diffId()).isPresent()) {
                observer.present(layer);
                return;
            }
            observer.begun(layer);
            Path staged = locked(() -> layout.stagedLayer(own.name(), own.next()));
            UnpackedLayer unpacked;
            try {
                unpacked = unpack(layer, subject, staged, source, observer, cancelled);
            } catch (RuntimeException e) {
                discard(staged, e);
                throw e;
            }
            locked(() -> {
                layers.add(staged, layer.diffId(), unpacked.bytes());
                disk.remove(mark);
                return staged;
            });
            observer.done(layer, unpacked.bytes());
        }
    }

    /** Locks end with their process, but a process may also be stopped: the layer may come from another one, too. */
    private StoreDisk.Lock alone(Path mark, Digest diffId, BooleanSupplier cancelled) {
        ReentrantLock pause = new ReentrantLock();
        Condition never = pause.newCondition();
        pause.lock();
        try {
            Optional<StoreDisk.Lock> mine = disk.tryLock(mark);
            while (mine.isEmpty()
                    && !cancelled.getAsBoolean()
                    && layers.find(diffId).isEmpty()) {
                var _ = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                mine = disk.tryLock(mark);
            }
            return mine.orElse(() -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> {};
        } finally {
            pause.unlock();
        }
    }

    private UnpackedLayer unpack(
            Layer layer,
            String subject,
            Path staged,
            Opening source,
            PullObserver observer,
            BooleanSupplier cancelled) {
        Path rootfs = StoreLayout.rootfs(staged);
        disk.makePrivateDirectory(staged);
        disk.makeRoot(rootfs);
        try (InputStream packed = new LayerStream(source.open(layer), layer, observer, cancelled)) {
            UnpackedLayer unpacked = unpacking.unpack(packed, layer.compression(), rootfs);
            check(layer, subject, unpacked);
            disk.flush(rootfs);
            return unpacked;
        } catch (IOException e) {
            if (cancelled.getAsBoolean()) {
                throw (CancellationException) new CancellationException("the pull has ended").initCause(e);
            }
            boolean ofFile = e instanceof FileNotFoundException || e instanceof EOFException;
            throw ContainerizerException.of(
                            ofFile ? ErrorCode.INVALID_IMAGE : ErrorCode.REGISTRY_FAILED,
                            "fetch layer " + layer.diffId() + " of",
                            subject,
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        } catch (ContainerizerException e) {
            throw e.during(e.code(), "store layer " + layer.diffId() + " of " + subject);
        }
    }

    private static void check(Layer layer, String subject, UnpackedLayer unpacked) {
        if (layer.size() >= 0 && unpacked.packedBytes() != layer.size()) {
            throw wrong(layer, subject, "it has " + unpacked.packedBytes() + " bytes instead of " + layer.size());
        }
        layer.blob().filter(expected -> !expected.equals(unpacked.blob())).ifPresent(expected -> {
            throw wrong(layer, subject, "its bytes have the digest " + unpacked.blob() + " instead of " + expected);
        });
        if (!unpacked.diffId().equals(layer.diffId())) {
            throw wrong(
                    layer,
                    subject,
                    "unpacked it has the digest " + unpacked.diffId() + " instead of " + layer.diffId());
        }
    }

    private static ContainerizerException wrong(Layer layer, String subject, String reason) {
        return ContainerizerException.of(
                ErrorCode.INVALID_IMAGE, "check layer " + layer.diffId() + " of", subject, reason);
    }

    private void discard(Path staged, RuntimeException failure) {
        try {
            if (disk.exists(staged)) {
                locked(() -> {
                    garbage.add(staged);
                    return staged;
                });
            }
        } catch (ContainerizerException e) {
            failure.addSuppressed(e); // the next opened store finds it
        }
    }

    private <T> T locked(Supplier<T> change) {
        try (StoreDisk.Lock lock = disk.lock(layout.lock())) {
            return change.get();
        }
    }
}
