package io.containerizer.agent.http;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.eclipse.jetty.server.ServerConnector;

/** A TCP port, with or without TLS. */
record ListeningPort(InetSocketAddress wanted, ServerConnector connector) implements Listening {

    static ListeningPort open(InetSocketAddress wanted, ServerConnector connector) {
        try {
            connector.open();
            return new ListeningPort(wanted, connector);
        } catch (IOException e) {
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            String subject = wanted.getHostString() + ":" + wanted.getPort();
            throw ContainerizerException.of(
                            ErrorCode.UNUSABLE_HOST, "listen on", subject, String.valueOf(cause.getMessage()))
                    .withHint("choose an address of this host, and a port that is free")
                    .causedBy(e);
        }
    }

    @Override
    public void publish() {
        // it is reachable since it was opened
    }

    @Override
    public void close() {
        connector.close();
    }

    @Override
    public SocketAddress address() {
        return new InetSocketAddress(wanted.getAddress(), connector.getLocalPort());
    }
}
