package io.containerizer.agent;

import io.containerizer.agent.api.CallHandler;
import io.containerizer.agent.api.ContainerCalls;
import io.containerizer.agent.api.OperatorApi;
import io.containerizer.agent.api.OutputStreams;
import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.containers.ResultPolicy;
import io.containerizer.agent.flags.AgentFlagSet;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.gc.CollectionPolicy;
import io.containerizer.agent.gc.EngineSandboxes;
import io.containerizer.agent.gc.ExecutorSandboxes;
import io.containerizer.agent.gc.SandboxCollector;
import io.containerizer.agent.http.HttpServer;
import io.containerizer.agent.http.Limits;
import io.containerizer.agent.http.Route;
import io.containerizer.agent.http.Service;
import io.containerizer.agent.manage.ManageEndpoints;
import io.containerizer.agent.service.ServiceManager;
import io.containerizer.agent.service.Watchdog;
import io.containerizer.agent.state.AgentIdentity;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.DiskShare;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.TimedLogLevel;
import io.containerizer.agent.streams.Attachments;
import io.containerizer.agent.tasks.DiskTaskStore;
import io.containerizer.api.FlagValues;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.linux.syscall.FfmDatagrams;
import io.containerizer.linux.syscall.FfmPipeCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The daemon: an engine behind Mesos' HTTP interfaces. Its containers go on when it ends, and the next one takes them up. */
public final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final InstantSource clock = InstantSource.system();
    private final Recovering recovering = new Recovering();
    private final FlagValues flags;

    private Agent(FlagValues flags) {
        this.flags = flags;
    }

    /**
     * Starts an agent; returns when it serves.
     *
     * @param logging makes the program log more, by so many levels
     * @throws io.containerizer.api.ContainerizerException when it cannot; then nothing of it is left
     */
    public static Agent start(FlagValues flags, IntConsumer logging) {
        Agent agent = new Agent(flags);
        try {
            agent.open(logging);
            return agent;
        } catch (RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    /** Ends all containers that an earlier agent left, and does not serve: {@code --recover=cleanup}. */
    public static void endContainers(FlagValues flags) {
        Path workDirectory = flags.get(EngineFlags.WORK_DIR).toAbsolutePath().normalize();
        try (AgentIdentity identity = AgentIdentity.take(workDirectory);
                Containerizer engine = Containerizer.open(AgentFlagSet.forEngine(flags))) {
            engine.recover();
            engine.destroyAll();
            LOG.log(System.Logger.Level.INFO, () -> "agent " + identity.id() + " has ended its containers");
        }
    }

    private void open(IntConsumer logging) {
        Authenticator authenticator = AccessRules.authenticator(flags);
        Authorizer authorizer = AccessRules.authorizer(flags);
        Path workDirectory = flags.get(EngineFlags.WORK_DIR).toAbsolutePath().normalize();
        AgentIdentity identity = opened(AgentIdentity.take(workDirectory));
        ScheduledExecutorService timer = opened(Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("containerizer-timer").factory()));
        Containerizer engine = Containerizer.open(AgentFlagSet.forEngine(flags));
        Containers containers = opened(new Containers(
                engine,
                new Attachments(new FfmSyscalls(), new FfmPipeCalls()),
                new ResultPolicy(flags.get(AgentFlags.RESULT_RETENTION), flags.get(AgentFlags.RESULTS_MOST)),
                clock,
                timer));
        AgentInfo info = AgentDescription.of(flags, identity.id(), flags.get(AgentFlags.PORT), workDirectory, clock);
        TaskRunning tasks = opened(new TaskRunning(flags, engine, workDirectory, info, clock));
        SandboxCollector collector = collector(engine, tasks, workDirectory, identity.id());
        Information information = new Information(new Information.Parts(
                info,
                EngineView.of(engine, user()),
                tasks.frameworks(),
                recovering,
                new TimedLogLevel(timer, logging),
                collector::figures,
                authorizer,
                workDirectory,
                flags.find(AgentFlags.LOG_DIR).map(directory -> directory.resolve(AgentFlags.LOG_NAME)),
                clock));
        HttpServer server = opened(new HttpServer(
                Listeners.of(flags),
                Limits.DEFAULTS,
                new Service(
                        routes(information, engine, containers, tasks, authorizer, timer),
                        authenticator,
                        Service.NO_PEERS)));
        server.start();
        recovering.run(containers, tasks);
        tell(containers, tasks, timer);
        collector.start(timer);
        LOG.log(System.Logger.Level.INFO, () -> "agent " + identity.id() + " serves on " + text(server.addresses()));
    }

    private void tell(Containers containers, TaskRunning tasks, ScheduledExecutorService timer) {
        ServiceManager manager = new ServiceManager(
                new FfmDatagrams(), System.getenv(), ProcessHandle.current().pid());
        parts.push(manager::stopping);
        Supplier<String> look = () -> containers.living().size() + " containers, "
                + tasks.frameworks().active().size() + " frameworks";
        manager.ready(look.get());
        new Watchdog(manager, look).start(timer);
    }

    private SandboxCollector collector(Containerizer engine, TaskRunning tasks, Path workDirectory, String agent) {
        return new SandboxCollector(
                new CollectionPolicy(
                        flags.get(AgentFlags.GC_DELAY),
                        flags.get(AgentFlags.GC_DISK_HEADROOM),
                        flags.get(AgentFlags.GC_NESTED),
                        flags.get(AgentFlags.DISK_WATCH_INTERVAL)),
                List.of(
                        new EngineSandboxes(engine),
                        new ExecutorSandboxes(
                                DiskTaskStore.sandboxes(workDirectory, agent),
                                workDirectory.resolve("nested"),
                                tasks.frameworks(),
                                new RealDisk())),
                new DiskShare(workDirectory),
                clock);
    }

    private static String text(List<SocketAddress> addresses) {
        return String.join(
                ", ",
                addresses.stream()
                        .map(a -> a.toString().replaceFirst("^/(?=[0-9\\[])", ""))
                        .toList());
    }

    /** Whom containers run as whose request names nobody. */
    private static String user() {
        return System.getProperty("user.name");
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private List<Route> routes(
            Information information,
            Containerizer engine,
            Containers containers,
            TaskRunning tasks,
            Authorizer authorizer,
            ScheduledExecutorService timer) {
        Map<io.containerizer.protocol.mesos.agent.Call.Type, CallHandler> calls =
                new EnumMap<>(information.calls().handlers());
        Permissions permissions = new Permissions(authorizer, containers, user());
        OutputStreams streams = new OutputStreams(containers, timer, flags.get(AgentFlags.HEARTBEAT));
        calls.putAll(ContainerCalls.all(containers, tasks.frameworks(), permissions, streams));
        List<Route> all = new ArrayList<>(information.routes());
        new ManageEndpoints(new ManageEndpoints.Parts(
                        engine,
                        AgentFlagSet.forEngine(flags),
                        containers,
                        tasks.frameworks(),
                        authorizer,
                        permissions,
                        streams,
                        recovering::isOver,
                        user()))
                .endpoints()
                .forEach(endpoint -> all.add(endpoint.route()));
        all.add(new Route(List.of("/api/v1"), Realm.READWRITE, new OperatorApi(recovering::isOver, calls)));
        all.add(tasks.route(authorizer, recovering::isOver));
        return all;
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
