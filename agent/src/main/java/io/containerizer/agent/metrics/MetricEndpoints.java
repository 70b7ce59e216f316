package io.containerizer.agent.metrics;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.metrics.Family.Point;
import io.containerizer.agent.state.EngineView;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.MesosDuration;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.protocol.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /metrics/snapshot} for Mesos' tools, {@code /metrics} for Prometheus. */
public final class MetricEndpoints {

    private static final String SNAPSHOT = "/metrics/snapshot";
    private static final String PROMETHEUS = "/metrics";

    private final MetricRegistry registry;
    private final EngineView containers;
    private final ContainerFamilies families;
    private final Authorizer authorizer;

    public MetricEndpoints(MetricRegistry registry, EngineView containers, Authorizer authorizer) {
        this.registry = registry;
        this.containers = containers;
        this.families = new ContainerFamilies(containers);
        this.authorizer = authorizer;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(
                        PROMETHEUS,
                        Realm.READONLY,
                        List.of(),
                        "get_endpoints; view_standalone_containers and view_containers: others are left out",
                        "metrics in Prometheus' text format",
                        this::prometheus),
                new Endpoint(
                        SNAPSHOT,
                        Realm.READONLY,
                        List.of("timeout", "jsonp"),
                        "get_endpoints",
                        "metrics by name",
                        this::snapshot));
    }

    private Answer snapshot(Request request) {
        if (!authorizer.allows(request.caller(), Action.GET_ENDPOINTS, SNAPSHOT)) {
            return StatusAnswer.of(StatusAnswer.FORBIDDEN);
        }
        Optional<Duration> timeout;
        try {
            timeout = request.parameter("timeout").map(MesosDuration::parse);
        } catch (ContainerizerException e) {
            return Answer.text(400, "Invalid timeout: " + e.getMessage() + ".");
        }
        JsonText json = new JsonText().beginObject();
        registry.read(timeout).forEach(metric -> json.field(metric.name(), metric.value()));
        return JsonAnswer.of(request, json.endObject());
    }

    private Answer prometheus(Request request) {
        Caller caller = request.caller();
        if (!authorizer.allows(caller, Action.GET_ENDPOINTS, PROMETHEUS)) {
            return StatusAnswer.of(StatusAnswer.FORBIDDEN);
        }
        ExpositionText text = new ExpositionText();
        for (Metric metric : registry.read(Optional.empty())) {
            Family.Type type = metric.kind() == Metric.Kind.COUNTER ? Family.Type.COUNTER : Family.Type.GAUGE;
            text.add(new Family(PrometheusNames.of(metric), type, metric.help(), List.of(Point.of(metric.value()))));
        }
        LaunchFamilies.of(containers.figures()).forEach(text::add);
        families.read(container -> mayView(caller, container)).forEach(text::add);
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Answer.Whole(200, Map.of(), ExpositionText.CONTENT_TYPE, body);
    }

    private boolean mayView(Caller caller, LiveContainer container) {
        return authorizer.allows(
                caller,
                container.id().isNested() ? Action.VIEW_CONTAINERS : Action.VIEW_STANDALONE_CONTAINERS,
                containers.user(container));
    }
}
