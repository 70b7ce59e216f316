package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Platform;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The pulls of one store that are under way: one for all who want the same, each on a thread of its own, so that whoever
 * no longer wants it may go. When the last one goes, the pull ends.
 */
final class Pulls implements AutoCloseable {

    private final Work work;
    private final Map<Key, SharedPull> open = new HashMap<>();
    private final Set<SharedPull> running = new HashSet<>();

    record Key(ImageReference reference, Platform platform, ImageSource source) {}

    /** Does a whole pull. */
    interface Work {
        StoredImage run(Key key, PullObserver observer, Cancellation cancellation);
    }

    Pulls(Work work) {
        this.work = work;
    }

    private static final class SharedPull {
        private final CompletableFuture<StoredImage> result = new CompletableFuture<>();
        private final Cancellation cancellation;
        private int waiting;

        private SharedPull(Cancellation cancellation) {
            this.cancellation = cancellation;
        }
    }

    /**
     * @param unwanted the caller goes when it is completed
     * @throws CancellationException if the caller has gone
     */
    StoredImage get(Key key, PullObserver observer, CompletableFuture<?> unwanted) {
        SharedPull pull = join(key, observer);
        try {
            var _ = CompletableFuture.anyOf(pull.result, unwanted)
                    .handle((done, failure) -> key)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ContainerizerException.of(
                            ErrorCode.REGISTRY_FAILED, "pull", key.reference.toString(), "the waiting was interrupted")
                    .causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // both ends were handled
        } finally {
            leave(key, pull);
        }
        if (pull.result.isDone()) {
            return result(pull);
        }
        throw new CancellationException("nobody wants " + key.reference + " any more");
    }

    private synchronized SharedPull join(Key key, PullObserver observer) {
        SharedPull pull = open.get(key);
        if (pull == null) {
            pull = start(key, observer);
        }
        pull.waiting++;
        return pull;
    }

    private SharedPull start(Key key, PullObserver observer) {
        SharedPull pull = new SharedPull(new Cancellation(key.source.waitsForPeers()));
        open.put(key, pull);
        running.add(pull);
        var _ = Thread.ofPlatform().daemon().name("image pull").start(() -> run(key, observer, pull));
        return pull;
    }

    private void run(Key key, PullObserver observer, SharedPull pull) {
        try {
            pull.cancellation.run(() -> {
                StoredImage image = work.run(key, observer, pull.cancellation);
                ended(key, pull);
                pull.result.complete(image);
            });
        } catch (RuntimeException | Error e) {
            ended(key, pull);
            pull.result.completeExceptionally(e);
        }
    }

    /** Whoever asks from now on gets another one. */
    private synchronized void ended(Key key, SharedPull pull) {
        open.remove(key, pull);
        running.remove(pull);
    }

    private synchronized void leave(Key key, SharedPull pull) {
        pull.waiting--;
        if (pull.waiting == 0 && open.remove(key, pull)) {
            pull.cancellation.cancel();
        }
    }

    /** Several callers may get one failure: each gets it from where he is. */
    private static StoredImage result(SharedPull pull) {
        try {
            return pull.result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case ContainerizerException failure ->
                    throw ContainerizerException.of(failure.code(), failure.step(), failure.subject(), failure.reason())
                            .withHint(failure.hint().orElse(""))
                            .causedBy(failure);
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    /** Ends those that are under way, and waits until they have ended. */
    @Override
    public void close() {
        List<SharedPull> left = cancelAll();
        left.forEach(pull -> pull.result.handle((image, failure) -> "").join());
    }

    private synchronized List<SharedPull> cancelAll() {
        running.forEach(pull -> pull.cancellation.cancel());
        return List.copyOf(running);
    }
}
