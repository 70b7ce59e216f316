package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.Layer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Fetches the layers of one image side by side. The first failure ends the others. */
final class Pull {

    private final Executor workers;
    private final Cancellation cancellation;
    private final AtomicBoolean failed = new AtomicBoolean();

    Pull(Executor workers, Cancellation cancellation) {
        this.workers = workers;
        this.cancellation = cancellation;
    }

    /** What is done for a layer. */
    interface Fetch {
        void run(Layer layer, BooleanSupplier cancelled);
    }

    /** Returns when no thread works on the image any more; throws the first failure. */
    void run(Image image, Fetch fetch) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Layer layer : distinct(image)) {
            all.add(CompletableFuture.runAsync(() -> one(layer, fetch), workers));
        }
        RuntimeException failure = null;
        for (CompletableFuture<Void> one : all) {
            try {
                one.join();
            } catch (CompletionException e) {
                RuntimeException cause = cause(e);
                if (failure == null || failure instanceof CancellationException) {
                    failure = cause;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Collection<Layer> distinct(Image image) {
        Map<Digest, Layer> distinct = new LinkedHashMap<>();
        image.layers().forEach(l -> distinct.putIfAbsent(l.diffId(), l));
        return distinct.values();
    }

    private void one(Layer layer, Fetch fetch) {
        boolean other = isCancelled();
        try {
            if (other) {
                throw new CancellationException("the pull has ended");
            }
            cancellation.run(() -> fetch.run(layer, this::isCancelled));
        } catch (RuntimeException | Error e) {
            boolean first = failed.compareAndSet(false, true);
            if (first || other) {
                throw e;
            }
            throw cancelled(e);
        }
    }

    /** A layer that fails after another one fails because of that. */
    private static CancellationException cancelled(Throwable e) {
        CancellationException cancelled = new CancellationException("the pull has ended");
        cancelled.initCause(e);
        return cancelled;
    }

    private boolean isCancelled() {
        return failed.get() || cancellation.isCancelled();
    }

    private static RuntimeException cause(CompletionException e) {
        return switch (e.getCause()) {
            case ContainerizerException ours -> ours;
            case RuntimeException other -> other;
            case null, default -> e;
        };
    }
}
