package io.containerizer.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;

/** All connections, and an end to those that are too slow. */
final class Connections implements Connection.Listener {

    private final int limit;
    private final Set<ClientEndPoint> open = ConcurrentHashMap.newKeySet();

    Connections(int limit) {
        this.limit = limit;
    }

    /** Whether there are more than are served: the next is only told so. */
    boolean areTooMany() {
        return open.size() > limit;
    }

    /** Whether there are so many that not even an answer is affordable. */
    boolean areFarTooMany() {
        return open.size() > limit + 16 + limit / 8;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint() instanceof ClientEndPoint client) {
            open.add(client);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection.getEndPoint() instanceof ClientEndPoint client) {
            open.remove(client);
        }
    }

    /** Ends connections whose time is over. */
    void sweep() {
        for (ClientEndPoint client : open) {
            switch (client.timing().judge()) {
                case KEEP -> {}
                case CLOSE -> client.close(new TimeoutException("idle for too long"));
                case REFUSE -> refuse(client);
            }
        }
    }

    /** Ends those whose clients are waiting for something that may not happen soon: streams, and others that are watched. */
    void closeWatched() {
        open.stream().filter(ClientEndPoint::isWatched).forEach(ClientEndPoint::close);
    }

    void closeAll() {
        open.forEach(ClientEndPoint::close);
    }

    /** The end point that a connection's requests come from: above TLS, if there is any. */
    private static EndPoint top(ClientEndPoint client) {
        return client.getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : client;
    }

    private static void refuse(ClientEndPoint client) {
        String text = StatusText.of(408);
        String answer =
                "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Length: " + text.length() + "\r\n\r\n" + text;
        Runnable close = () -> client.close(new TimeoutException("the request did not arrive in time"));
        try {
            top(client).write(Callback.from(close), ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (RuntimeException e) {
            // an answer to what cannot be parsed is on its way already
            close.run();
        }
    }
}
