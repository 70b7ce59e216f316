package io.containerizer.agent.endpoints;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.LogLevel;
import io.containerizer.agent.state.RecoveryStatus;
import io.containerizer.linux.proc.HostFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes the endpoints that tell of the agent and its containers. */
public final class AgentEndpoints {

    private static final long STATISTICS_INTERVAL_NANOS = 500_000_000;
    private static final String JSONP = "jsonp";

    private final Parts parts;
    private final Guard guard;

    /**
     * What the endpoints tell of.
     *
     * @param clock as {@link System#nanoTime}
     */
    public record Parts(
            AgentInfo agent,
            EngineView containers,
            Frameworks frameworks,
            RecoveryStatus recovery,
            LogLevel logLevel,
            Authorizer authorizer,
            HostFigures host,
            LongSupplier clock) {}

    public AgentEndpoints(Parts parts) {
        this.parts = parts;
        this.guard = new Guard(parts.authorizer(), parts.recovery());
    }

    /**
     * @param others endpoints of other parts, for {@code /help}
     * @return this part's own, in the order of their paths
     */
    public List<Endpoint> endpoints(List<Endpoint> others) {
        SmallEndpoints small = new SmallEndpoints(parts.agent(), parts.containers(), parts.host());
        List<Endpoint> all = new ArrayList<>(ofContainers());
        all.add(guarded(
                "/containerizer/debug",
                List.of(JSONP),
                "what isolators and launcher are doing at this moment",
                small::pending));
        all.add(new Endpoint(
                "/flags",
                Realm.READONLY,
                List.of(JSONP),
                "view_flags",
                "the agent's flags",
                guard.readOnly(Action.VIEW_FLAGS, "", small::flags)));
        all.add(new Endpoint("/health", Realm.NONE, List.of(), "", "nothing, with status 200", small::health));
        all.add(new Endpoint(
                "/logging/toggle",
                Realm.READWRITE,
                List.of("level", "duration"),
                "get_endpoints",
                "how much is logged, or more of it for a while",
                guard.path("/logging/toggle", new LoggingEndpoint(parts.logLevel()))));
        all.add(new Endpoint(
                "/system/stats.json",
                Realm.NONE,
                List.of(JSONP),
                "",
                "load, processors and memory of the host",
                small::system));
        all.add(new Endpoint(
                "/version", Realm.NONE, List.of(JSONP), "", "what the agent was built of", small::version));
        List<Endpoint> listed = new ArrayList<>(all);
        listed.addAll(others);
        listed.sort(Comparator.comparing(Endpoint::path));
        List<Endpoint> unchanged = List.copyOf(listed);
        all.add(new Endpoint(
                "/help",
                Realm.NONE,
                List.of(),
                "",
                "these endpoints as text",
                request -> SmallEndpoints.help(unchanged)));
        all.sort(Comparator.comparing(Endpoint::path));
        return List.copyOf(all);
    }

    /** Those that ask for containers, which have to be known by then. */
    private List<Endpoint> ofContainers() {
        Listing listing = new Listing(parts.containers(), parts.frameworks(), parts.authorizer());
        List<Endpoint> all = new ArrayList<>();
        all.add(guarded(
                "/containers",
                List.of("container_id", "executor_id", "framework_id", JSONP),
                "containers with their status and what they use",
                guard.recovered(new ContainersEndpoint(listing, parts.containers()))));
        all.add(guarded(
                "/monitor/statistics",
                List.of(JSONP),
                "what containers use; twice a second, others wait",
                guard.recovered(new Turnstile(STATISTICS_INTERVAL_NANOS, parts.clock())
                        .before(new StatisticsEndpoint(listing, parts.containers())))));
        all.add(new Endpoint(
                "/state",
                Realm.READONLY,
                List.of(JSONP),
                "view_flags, view_frameworks, view_executors, view_tasks: what may not be seen is left out",
                "the agent with all that is on it",
                guard.recovered(
                        new StateEndpoint(parts.agent(), parts.containers(), parts.frameworks(), parts.authorizer()))));
        return all;
    }

    private Endpoint guarded(String path, List<String> parameters, String meaning, Handler handler) {
        return new Endpoint(
                path,
                Realm.READONLY,
                parameters,
                "get_endpoints",
                meaning,
                guard.readOnly(Action.GET_ENDPOINTS, path, handler));
    }
}
