package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.EngineView;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.protocol.json.JsonText;
import java.util.Optional;

/** {@code /monitor/statistics}: what containers use. One that goes while it is asked is left out. */
final class StatisticsEndpoint implements Handler {

    private final Listing listing;
    private final EngineView containers;
    private final StatisticsPrinter printer = new StatisticsPrinter();

    StatisticsEndpoint(Listing listing, EngineView containers) {
        this.listing = listing;
        this.containers = containers;
    }

    @Override
    public Answer handle(Request request) {
        JsonText json = new JsonText().beginArray();
        for (Listing.Entry entry : listing.visibleTo(request.caller())) {
            usage(containers, entry).ifPresent(usage -> {
                json.beginObject();
                if (entry.isStandalone()) {
                    json.field("container_id", entry.container().id().toString());
                }
                json.field("executor_id", entry.executorId());
                json.field("executor_name", entry.executorName());
                json.field("framework_id", entry.frameworkId());
                json.field("source", entry.source());
                printer.write(json.name("statistics"), usage);
                json.endObject();
            });
        }
        return JsonAnswer.of(request, json.endArray());
    }

    static Optional<ResourceStatistics> usage(EngineView containers, Listing.Entry entry) {
        try {
            return Optional.of(containers.usage(entry.container().id()));
        } catch (ContainerizerException e) {
            return Optional.empty();
        }
    }
}
