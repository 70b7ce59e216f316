package io.containerizer.agent.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Sends an answer's bytes, and waits until the client has taken them, or has taken nothing for too long. */
final class Outgoing {

    /** How much is handed over at once: what is on the heap is copied outside of it, by the thread that sends. */
    private static final int PIECE = 32 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Response response;
    private final ClientEndPoint client;

    Outgoing(Response response, ClientEndPoint client) {
        this.response = response;
        this.client = client;
    }

    /**
     * @param last whether the answer ends with these bytes
     * @return false if the client did not take them, and is dropped
     */
    boolean send(byte[] bytes, boolean last) {
        if (bytes.length == 0) {
            return hand(NOTHING.duplicate(), last);
        }
        for (int sent = 0; sent < bytes.length; sent += PIECE) {
            int length = Math.min(PIECE, bytes.length - sent);
            if (!hand(ByteBuffer.wrap(bytes, sent, length).slice(), last && sent + length == bytes.length)) {
                return false;
            }
        }
        return true;
    }

    private boolean hand(ByteBuffer piece, boolean last) {
        client.timing().sent();
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        response.write(
                last,
                piece,
                Callback.from(
                        InvocationType.NON_BLOCKING, () -> taken.complete(true), failure -> taken.complete(false)));
        while (!taken.isDone()) {
            long patience = client.timing().patience().toNanos();
            if (patience <= 0) {
                client.close(new TimeoutException("the client takes nothing"));
                return false;
            }
            try {
                return taken.get(patience, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // it may have taken something meanwhile
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                client.close(e);
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return taken.join();
    }
}
