package io.containerizer.agent.http;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Serves HTTP/1.1 and 1.0 on any number of addresses and Unix sockets. Handlers run on virtual threads; of the platform's threads
 * there is one for each listener and a few more, however many clients there are.
 */
public final class HttpServer implements AutoCloseable {

    /** Whose log lines are the library's; below errors they tell of what clients send, in the clients' own words. */
    public static final String LIBRARY_LOGGER = "org.eclipse.jetty";

    /** Threads for what listeners, timers and buffers need beside the one of each listener. */
    private static final int SPARE_THREADS = 3;

    /** Buffers that are kept for reuse hold no more than this, inside the heap and outside of it each. */
    private static final long KEPT_BUFFERS = 2L << 20;

    private static final int LARGEST_BUFFER = 64 << 10;

    private static final long SWEEP_MILLIS = 500;

    private final List<Listener> listeners;
    private final Limits limits;
    private final Connections connections;
    private final Underway underway = new Underway();
    private final Scheduler scheduler = new ScheduledExecutorScheduler("http-timer", true, 1);
    private final Server server;
    private final Connectors connectors;
    private final List<Listening> listening = new ArrayList<>();
    private volatile List<SocketAddress> addresses = List.of();

    /**
     * A server that does not listen yet.
     *
     * @throws IllegalArgumentException if two routes have the same path
     */
    public HttpServer(List<Listener> listeners, Limits limits, Service service) {
        this.listeners = List.copyOf(listeners);
        this.limits = limits;
        connections = new Connections(limits.connections());
        int threads = listeners.size() + SPARE_THREADS;
        QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(threads, listeners.size() + 1));
        pool.setReservedThreads(0);
        pool.setName("http");
        pool.setDaemon(true);
        server = new Server(
                pool, scheduler, new ArrayByteBufferPool(0, 4096, LARGEST_BUFFER, 64, KEPT_BUFFERS, KEPT_BUFFERS));
        server.setErrorHandler(new PlainErrors());
        AccessLog log = new AccessLog();
        Executor virtual = task -> Thread.ofVirtual().name("http-request").start(task);
        server.setHandler(new JettyHandler(new JettyHandler.Parts(
                new Dispatcher(service, log),
                limits,
                connections,
                underway,
                new Answering(limits.streams()),
                new BodyMemory(limits.bodiesBytes()),
                virtual,
                log)));
        connectors = new Connectors(server, limits, connections, virtual);
    }

    /**
     * Listens and serves.
     *
     * @throws ContainerizerException UNUSABLE_HOST if an address is in use, or not of this host; nothing listens then
     */
    public void start() {
        try {
            for (Listener listener : listeners) {
                Listening open = Listening.open(listener, connectors);
                listening.add(open);
                server.addConnector(open.connector());
            }
            startJetty();
            listening.forEach(Listening::publish);
            addresses = listening.stream().map(Listening::address).toList();
        } catch (ContainerizerException e) {
            stop();
            throw e;
        }
        sweepLater();
    }

    /** Where it listens since {@link #start}, in the order of the listeners; with the real port where 0 was asked for. */
    public List<SocketAddress> addresses() {
        return addresses;
    }

    /**
     * Ends: streams at once, other answers when they are complete or the limit for that is over, then all connections. May be
     * repeated.
     */
    public void stop() {
        underway.stop();
        connections.closeWatched();
        try {
            underway.awaitNone(limits.stopTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.closeAll();
        stopJetty();
        listening.forEach(Listening::close);
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void sweepLater() {
        scheduler.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        connections.sweep();
        if (server.isRunning()) {
            sweepLater();
        }
    }

    // Jetty's methods throw any exception
    private void startJetty() {
        try {
            server.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw ContainerizerException.of(
                            ErrorCode.UNUSABLE_HOST,
                            "serve HTTP on",
                            listeners.toString(),
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private void stopJetty() {
        try {
            server.stop();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
