package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.EngineView;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.json.JsonText;
import java.util.Optional;

/** {@code /containers}: containers at the top, with their status and what they use. What cannot be told is left out. */
final class ContainersEndpoint implements Handler {

    private static final String CONTAINER = "container_id";
    private static final String FRAMEWORK = "framework_id";
    private static final String EXECUTOR = "executor_id";

    private final Listing listing;
    private final EngineView containers;
    private final StatisticsPrinter printer = new StatisticsPrinter();

    ContainersEndpoint(Listing listing, EngineView containers) {
        this.listing = listing;
        this.containers = containers;
    }

    @Override
    public Answer handle(Request request) {
        Optional<String> container = request.parameter(CONTAINER);
        Optional<String> framework = request.parameter(FRAMEWORK);
        Optional<String> executor = request.parameter(EXECUTOR);
        if (container.isPresent() && (framework.isPresent() || executor.isPresent())) {
            return Answer.text(400, "'container_id' cannot be given with 'framework_id' or 'executor_id'.");
        }
        if (executor.isPresent() && framework.isEmpty()) {
            return Answer.text(400, "'executor_id' needs 'framework_id'.");
        }
        JsonText json = new JsonText().beginArray();
        listing.visibleTo(request.caller()).stream()
                .filter(entry -> container
                        .map(id -> id.equals(entry.container().id().toString()))
                        .orElse(true))
                .filter(entry -> framework.map(entry.frameworkId()::equals).orElse(true))
                .filter(entry -> executor.map(entry.executorId()::equals).orElse(true))
                .forEach(entry -> write(json, entry));
        return JsonAnswer.of(request, json.endArray());
    }

    private void write(JsonText json, Listing.Entry entry) {
        json.beginObject();
        json.field(CONTAINER, entry.container().id().toString());
        json.field(EXECUTOR, entry.executorId());
        json.field("executor_name", entry.executorName());
        json.field(FRAMEWORK, entry.frameworkId());
        json.field("source", entry.source());
        StatisticsEndpoint.usage(containers, entry).ifPresent(usage -> printer.write(json.name("statistics"), usage));
        status(entry)
                .ifPresent(status -> json.name("status")
                        .valueByName(Usage.toMessage(entry.container().id(), status)));
        json.endObject();
    }

    private Optional<ContainerStatus> status(Listing.Entry entry) {
        try {
            return Optional.of(containers.status(entry.container().id()));
        } catch (ContainerizerException e) {
            return Optional.empty();
        }
    }
}
