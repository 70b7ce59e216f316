package io.containerizer.agent;

import io.containerizer.agent.api.ContainerCalls;
import io.containerizer.agent.api.OperatorApi;
import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.ResultPolicy;
import io.containerizer.agent.flags.AgentFlagSet;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.http.HttpServer;
import io.containerizer.agent.http.Limits;
import io.containerizer.agent.http.Route;
import io.containerizer.agent.http.Service;
import io.containerizer.agent.state.AgentIdentity;
import io.containerizer.agent.streams.Attachments;
import io.containerizer.api.FlagValues;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.linux.syscall.FfmPipeCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** The daemon: an engine behind Mesos' HTTP interfaces. Its containers go on when it ends, and the next one takes them up. */
public final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean recovered = new AtomicBoolean();
    private final HttpServer server;

    private Agent(FlagValues flags) {
        Path workDirectory = flags.get(EngineFlags.WORK_DIR).toAbsolutePath().normalize();
        opened(AgentIdentity.take(workDirectory));
        ScheduledExecutorService timer = opened(Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("containerizer-timer").factory()));
        Containerizer engine = Containerizer.open(AgentFlagSet.forEngine(flags));
        Attachments attachments = new Attachments(new FfmSyscalls(), new FfmPipeCalls());
        Containers containers = opened(new Containers(
                engine,
                attachments,
                new ResultPolicy(flags.get(AgentFlags.RESULT_RETENTION), flags.get(AgentFlags.RESULTS_MOST)),
                InstantSource.system(),
                timer));
        server = opened(new HttpServer(
                Listeners.of(flags),
                Limits.DEFAULTS,
                new Service(routes(flags, containers, timer), Authenticator.open(), Service.NO_PEERS)));
        server.start();
        containers.recover();
        recovered.set(true);
        LOG.log(System.Logger.Level.INFO, () -> "agent serves on " + server.addresses());
    }

    /**
     * Starts an agent; returns when it serves.
     *
     * @throws io.containerizer.api.ContainerizerException when it cannot; then nothing of it is left
     */
    public static Agent start(FlagValues flags) {
        return new Agent(flags);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private List<Route> routes(FlagValues flags, Containers containers, ScheduledExecutorService timer) {
        OperatorApi api = new OperatorApi(
                recovered::get,
                ContainerCalls.all(
                        containers,
                        Authorizer.EVERYTHING,
                        System.getProperty("user.name"),
                        timer,
                        flags.get(AgentFlags.HEARTBEAT)));
        return List.of(new Route(List.of("/api/v1"), Realm.READWRITE, api));
    }

    public List<SocketAddress> addresses() {
        return server.addresses();
    }

    /** Stops serving, and leaves the containers running. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // what the interface declares
                LOG.log(System.Logger.Level.WARNING, "stop: " + e.getMessage());
            }
        }
    }
}
