package io.containerizer.agent.http;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Realm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server on loopback for one test, with routes as the test needs them. */
final class TestServer implements AutoCloseable {

    private final List<Route> routes = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private Limits limits = Limits.DEFAULTS;
    private Authenticator authenticator = Authenticator.open();
    private Handler peers = Service.NO_PEERS;
    private HttpServer server = new HttpServer(List.of(), limits, new Service(List.of(), authenticator, peers));

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static Limits patience(Duration time) {
        Limits d = Limits.DEFAULTS;
        return new Limits(
                d.connections(),
                d.streams(),
                d.headerBytes(),
                d.bodyBytes(),
                d.bodiesBytes(),
                time,
                time,
                time,
                time,
                Duration.ofSeconds(2));
    }

    TestServer route(String path, Handler handler) {
        return route(path, Realm.NONE, handler);
    }

    TestServer route(String path, Realm realm, Handler handler) {
        routes.add(new Route(List.of(path), realm, handler));
        return this;
    }

    TestServer listen(Listener listener) {
        listeners.add(listener);
        return this;
    }

    TestServer limits(Limits other) {
        limits = other;
        return this;
    }

    TestServer authenticator(Authenticator other) {
        authenticator = other;
        return this;
    }

    TestServer peers(Handler handler) {
        peers = handler;
        return this;
    }

    TestServer start() {
        if (listeners.isEmpty()) {
            listeners.add(new Listener.Tcp(loopback()));
        }
        server = new HttpServer(listeners, limits, new Service(routes, authenticator, peers));
        server.start();
        return this;
    }

    SocketAddress address() {
        return server.addresses().getFirst();
    }

    int port() {
        return ((InetSocketAddress) address()).getPort();
    }

    HttpServer server() {
        return server;
    }

    Wire connect() throws IOException {
        return Wire.to(address());
    }

    @Override
    public void close() {
        server.close();
    }
}
