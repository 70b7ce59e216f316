package io.containerizer.agent;

import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.endpoints.AgentEndpoints;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.files.FileEndpoints;
import io.containerizer.agent.files.SandboxAttachments;
import io.containerizer.agent.files.VirtualFiles;
import io.containerizer.agent.files.VirtualPaths;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Headers;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.http.RequestBody;
import io.containerizer.agent.metrics.AgentMetrics;
import io.containerizer.agent.metrics.EngineMetrics;
import io.containerizer.agent.metrics.GarbageMetrics;
import io.containerizer.agent.metrics.MetricEndpoints;
import io.containerizer.agent.metrics.MetricRegistry;
import io.containerizer.agent.metrics.ProviderMetrics;
import io.containerizer.agent.metrics.SystemMetrics;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.BuildInfo;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.GarbageFigures;
import io.containerizer.agent.state.LogLevel;
import io.containerizer.agent.state.RecoveryStatus;
import io.containerizer.linux.proc.HostFigures;
import io.containerizer.linux.proc.UserNames;
import io.containerizer.linux.syscall.FfmServedFiles;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All endpoints over made-up containers, without a server. */
public final class TestAgent {

    public static final String ID = "d2aadf87-0df0-4af3-adab-cceed7f961b0-S0";

    private static final RequestBody NO_BODY = new RequestBody() {
        @Override
        public byte[] all() {
            return new byte[0];
        }

        @Override
        public InputStream stream() {
            return InputStream.nullInputStream();
        }
    };

    public final FakeEngine engine = new FakeEngine();
    public final VirtualPaths paths = new VirtualPaths();
    public final List<FrameworkState> frameworks = new ArrayList<>();
    public final Levels levels = new Levels();
    public boolean recovered = true;
    private final Authorizer authorizer;
    private final Path workDirectory;
    private final MetricRegistry registry;

    /** A level that is only remembered. */
    public static final class Levels implements LogLevel {
        private int level;
        public Duration duration = Duration.ZERO;

        @Override
        public int level() {
            return level;
        }

        @Override
        public int lowest() {
            return 0;
        }

        @Override
        public void set(int wanted, Duration time) {
            level = wanted;
            duration = time;
        }
    }

    public TestAgent() {
        this(Authorizer.EVERYTHING, Path.of("/work-dir"));
    }

    public TestAgent(Authorizer authorizer, Path workDirectory) {
        this.authorizer = authorizer;
        this.workDirectory = workDirectory;
        this.registry = new MetricRegistry(List.of(
                new AgentMetrics(info(), engine, known(), recovery(), () -> Instant.ofEpochMilli(1_795_358_978_294L)),
                new EngineMetrics(engine),
                new GarbageMetrics(() -> new GarbageFigures(0, 0, 0, Duration.ofSeconds(544_320))),
                new ProviderMetrics(),
                new SystemMetrics(HostFigures.ofThisHost())));
    }

    public static AgentInfo info() {
        Map<String, String> flags = Map.of("work_dir", "/var/lib/mesos", "isolation", "posix/cpu", "port", "5051");
        return new AgentInfo(
                ID,
                "127.0.0.1",
                "127.0.0.1",
                5051,
                1795358943.205145,
                new BuildInfo("1.12.0", "2026-11-22 00:00:00", 1795305600.0, "root"),
                List.of(
                        scalar("cpus", 2),
                        scalar("mem", 4096),
                        scalar("disk", 10000),
                        Resource.newBuilder()
                                .setName("ports")
                                .setType(Value.Type.RANGES)
                                .setRanges(Value.Ranges.newBuilder()
                                        .addRange(Value.Range.newBuilder()
                                                .setBegin(31000)
                                                .setEnd(32000)))
                                .build()),
                Map.of(),
                flags);
    }

    public static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    public Frameworks known() {
        return new Frameworks() {
            @Override
            public List<FrameworkState> active() {
                return frameworks;
            }

            @Override
            public List<FrameworkState> completed() {
                return List.of();
            }

            @Override
            public Optional<String> masterHostname() {
                return frameworks.isEmpty() ? Optional.empty() : Optional.of("localhost");
            }
        };
    }

    private RecoveryStatus recovery() {
        return new RecoveryStatus() {
            @Override
            public boolean isOver() {
                return recovered;
            }

            @Override
            public Optional<Duration> duration() {
                return Optional.of(Duration.ofMillis(26));
            }

            @Override
            public long errors() {
                return 0;
            }
        };
    }

    public MetricRegistry registry() {
        return registry;
    }

    public VirtualFiles files() {
        return new VirtualFiles(
                List.of(paths, new SandboxAttachments(engine, authorizer, workDirectory)),
                new FfmServedFiles(),
                UserNames::ofThisHost);
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(new FileEndpoints(files(), authorizer).endpoints());
        all.addAll(new MetricEndpoints(registry, engine, authorizer).endpoints());
        all.addAll(new AgentEndpoints(new AgentEndpoints.Parts(
                        info(),
                        engine,
                        known(),
                        recovery(),
                        levels,
                        authorizer,
                        HostFigures.ofThisHost(),
                        System::nanoTime))
                .endpoints(List.copyOf(all)));
        return all;
    }

    /** @param target a path, perhaps with a query */
    public Answer.Whole get(String target) {
        return (Answer.Whole) request("GET", target, Headers.NONE);
    }

    public Answer request(String method, String target, Headers headers) {
        String path = target.split("\\?")[0];
        Endpoint endpoint = endpoints().stream()
                .filter(e -> e.path().equals(path.replace("/slave(1)", "")))
                .findFirst()
                .orElseThrow();
        Map<String, String> query = new HashMap<>();
        if (target.contains("?")) {
            for (String pair : target.split("\\?")[1].split("&")) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return endpoint.handler().handle(new Request(method, path, query, headers, caller("alice"), NO_BODY));
    }

    public static Caller caller(String name) {
        return new Caller(Optional.of(name), "127.0.0.1:1", Optional.empty());
    }

    public static String text(Answer.Whole answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
