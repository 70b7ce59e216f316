package io.containerizer.agent;

import io.containerizer.agent.api.InformationCalls;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.endpoints.AgentEndpoints;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.files.ExecutorAttachments;
import io.containerizer.agent.files.FileEndpoints;
import io.containerizer.agent.files.SandboxAttachments;
import io.containerizer.agent.files.VirtualFiles;
import io.containerizer.agent.files.VirtualPaths;
import io.containerizer.agent.http.Route;
import io.containerizer.agent.metrics.AgentMetrics;
import io.containerizer.agent.metrics.EngineMetrics;
import io.containerizer.agent.metrics.GarbageMetrics;
import io.containerizer.agent.metrics.MetricEndpoints;
import io.containerizer.agent.metrics.MetricRegistry;
import io.containerizer.agent.metrics.ProviderMetrics;
import io.containerizer.agent.metrics.SystemMetrics;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.GarbageFigures;
import io.containerizer.agent.state.LogLevel;
import io.containerizer.agent.state.RecoveryStatus;
import io.containerizer.linux.proc.HostFigures;
import io.containerizer.linux.proc.UserNames;
import io.containerizer.linux.syscall.FfmServedFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All that an agent tells: endpoints, files, metrics, and the calls of the API that change nothing. */
public final class Information {

    private final List<Endpoint> endpoints;
    private final InformationCalls calls;

    /**
     * What it is told of.
     *
     * @param workDirectory the engine's
     * @param logFile served as {@code /slave/log}, where the agent logs to a file
     */
    public record Parts(
            AgentInfo agent,
            EngineView engine,
            Frameworks frameworks,
            RecoveryStatus recovery,
            LogLevel logLevel,
            Supplier<GarbageFigures> garbage,
            Authorizer authorizer,
            Path workDirectory,
            Optional<Path> logFile,
            InstantSource clock) {}

    public Information(Parts parts) {
        HostFigures host = HostFigures.ofThisHost();
        MetricRegistry metrics = new MetricRegistry(List.of(
                new AgentMetrics(parts.agent, parts.engine, parts.frameworks, parts.recovery, parts.clock),
                new EngineMetrics(parts.engine),
                new GarbageMetrics(parts.garbage),
                new ProviderMetrics(),
                new SystemMetrics(host)));
        VirtualFiles files = files(parts);
        List<Endpoint> all = new ArrayList<>(new FileEndpoints(files, parts.authorizer).endpoints());
        all.addAll(new MetricEndpoints(metrics, parts.engine, parts.authorizer).endpoints());
        all.addAll(new AgentEndpoints(new AgentEndpoints.Parts(
                        parts.agent,
                        parts.engine,
                        parts.frameworks,
                        parts.recovery,
                        parts.logLevel,
                        parts.authorizer,
                        host,
                        System::nanoTime))
                .endpoints(List.copyOf(all)));
        endpoints = List.copyOf(all);
        calls = new InformationCalls(parts.agent, parts.frameworks, metrics, parts.logLevel, files, parts.authorizer);
    }

    private static VirtualFiles files(Parts parts) {
        VirtualPaths fixed = new VirtualPaths();
        parts.logFile.ifPresent(file -> fixed.attach(
                "/slave/log", file, caller -> parts.authorizer.allows(caller, Action.ACCESS_MESOS_LOGS, "")));
        return new VirtualFiles(
                List.of(
                        fixed,
                        new SandboxAttachments(parts.engine, parts.authorizer, parts.workDirectory),
                        new ExecutorAttachments(
                                parts.frameworks, parts.authorizer, parts.workDirectory, parts.agent.id())),
                new FfmServedFiles(),
                UserNames::ofThisHost);
    }

    public List<Route> routes() {
        return endpoints.stream().map(Endpoint::route).toList();
    }

    public InformationCalls calls() {
        return calls;
    }
}
