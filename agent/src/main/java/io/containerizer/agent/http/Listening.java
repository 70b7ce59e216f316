package io.containerizer.agent.http;

import java.net.SocketAddress;
import org.eclipse.jetty.server.AbstractConnector;

/** A listener that has its address: nobody else can take it. */
interface Listening {

    /** @throws io.containerizer.api.ContainerizerException UNUSABLE_HOST if it cannot have it */
    static Listening open(Listener listener, Connectors connectors) {
        return switch (listener) {
            case Listener.Tcp tcp -> ListeningPort.open(tcp.address(), connectors.plain(tcp));
            case Listener.Tls tls -> ListeningPort.open(tls.address(), connectors.secure(tls));
            case Listener.Unix unix -> ListeningFile.open(unix, connectors);
        };
    }

    AbstractConnector connector();

    /** Lets others find it, once it serves. */
    void publish();

    /** Gives it up. */
    void close();

    SocketAddress address();
}
