package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Makes Jetty's connectors of listeners. Each has one thread, which also accepts. */
final class Connectors {

    private static final int BUFFER = 4 << 10;

    /** What the kernel keeps of an answer for a client that is slow. */
    private static final int SEND_BUFFER = 128 << 10;

    private static final int BACKLOG = 512;

    private final Server server;
    private final Limits limits;
    private final Connections connections;
    private final Executor threads;

    Connectors(Server server, Limits limits, Connections connections, Executor threads) {
        this.server = server;
        this.limits = limits;
        this.connections = connections;
        this.threads = threads;
    }

    ServerConnector plain(Listener.Tcp listener) {
        return tcp(listener.address(), http());
    }

    ServerConnector secure(Listener.Tls listener) {
        SslConnectionFactory tls =
                new SslConnectionFactory(TlsContexts.of(listener.identity(), listener.clients()), "http/1.1");
        // names in requests mean nothing here: there is one host
        tls.setEnsureSecureRequestCustomizer(false);
        return tcp(listener.address(), tls, http());
    }

    UnixDomainServerConnector unix(Path path, PeerCredentials credentials) {
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, null, null, null, 0, 1, http()) {
            @Override
            protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
                return new UnixDomainSelectorManager(executor, scheduler, selectors) {
                    @Override
                    protected EndPoint newEndPoint(
                            SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                        SocketChannel socket = (SocketChannel) channel;
                        return endPoint(socket, selector, key, getScheduler(), credentials.of(socket));
                    }
                };
            }
        };
        connector.setUnixDomainPath(path);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        return common(connector);
    }

    private <C extends AbstractConnector> C common(C connector) {
        // times are looked after by Connections
        connector.setIdleTimeout(0);
        connector.addBean(connections);
        return connector;
    }

    private HttpConnectionFactory http() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(limits.headerBytes());
        configuration.setInputBufferSize(BUFFER);
        configuration.setOutputBufferSize(BUFFER);
        // a whole address in the first line counts, whatever is in Host
        configuration.setHttpCompliance(
                HttpCompliance.RFC7230.with("agent", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        // paths are decoded and looked up by Routing, where nothing is ambiguous
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return new HttpConnectionFactory(configuration);
    }

    private ServerConnector tcp(InetSocketAddress address, ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server, null, null, null, 0, 1, factories) {
            @Override
            protected void configure(Socket socket) {
                super.configure(socket);
                try {
                    // the machine of a client may vanish without a word
                    socket.setKeepAlive(true);
                    socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
                    socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
                    socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
                } catch (IOException e) {
                    // it is closed already
                }
            }

            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
                return endPoint(channel, selector, key, getScheduler(), Optional.empty());
            }
        };
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        return common(connector);
    }

    private ClientEndPoint endPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Optional<Caller.Peer> peer) {
        if (connections.areFarTooMany()) {
            throw new TooManyConnections();
        }
        Timing timing = new Timing(limits, System::nanoTime);
        return new ClientEndPoint(channel, selector, key, scheduler, threads, peer, timing);
    }
}
