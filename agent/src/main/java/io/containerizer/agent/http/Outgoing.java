package io.containerizer.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Sends an answer's bytes, and waits until the client has taken them, or has taken nothing for too long. */
final class Outgoing {

    /** How much is handed over at once: what is on the heap is copied outside of it, by the thread that sends. */
    private static final int PIECE = 32 << 10;

    private static final String CRLF = "\r\n";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Response response;
    private final ClientEndPoint client;
    private final EndPoint endPoint;
    private final boolean chunked;

    Outgoing(Response response, ClientEndPoint client) {
        this.response = response;
        this.client = client;
        ConnectionMetaData connection = response.getRequest().getConnectionMetaData();
        endPoint = connection.getConnection().getEndPoint();
        chunked = connection.getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    /** Whether an answer without a length is sent in chunks; older clients read it to the end of the connection. */
    boolean isChunked() {
        return chunked;
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

    /**
     * Sends a piece of an answer that has begun, and all that belongs to it. Jetty would send the end of a chunk with the next one
     * only, and clients that wait for it would always be a piece behind.
     */
    boolean sendPiece(byte[] bytes) {
        for (int sent = 0; sent < bytes.length; sent += PIECE) {
            int length = Math.min(PIECE, bytes.length - sent);
            ByteBuffer piece = ByteBuffer.wrap(bytes, sent, length).slice();
            ByteBuffer[] framed = chunked
                    ? new ByteBuffer[] {ascii(Integer.toHexString(length) + CRLF), piece, ascii(CRLF)}
                    : new ByteBuffer[] {piece};
            if (!await(taken -> endPoint.write(taken, framed))) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean hand(ByteBuffer piece, boolean last) {
        return await(taken -> response.write(last, piece, taken));
    }

    private boolean await(Consumer<Callback> write) {
        client.timing().sent();
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        write.accept(Callback.from(
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
