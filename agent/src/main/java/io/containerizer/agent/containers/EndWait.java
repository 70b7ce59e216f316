package io.containerizer.agent.containers;

import io.containerizer.agent.http.Client;
import io.containerizer.api.Termination;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a container's end on behalf of a client. */
public final class EndWait {

    /** Before it is worth the trouble of watching whether the client stays. */
    private static final long SHORT_MILLIS = 200;

    private EndWait() {}

    /**
     * Waits on a copy, which goes with its client: the other would hold it as long as the container lives.
     *
     * @return nothing when the client is gone
     */
    public static Optional<Termination> await(CompletableFuture<Termination> end, Client client)
            throws ExecutionException, InterruptedException {
        try {
            return Optional.of(end.get(SHORT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            CompletableFuture<Boolean> gone = new CompletableFuture<>();
            client.whenGone(() -> gone.complete(true));
            CompletableFuture.anyOf(end, gone).get();
            return end.isDone() ? Optional.of(end.get()) : Optional.empty();
        }
    }
}
