package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.EngineView;
import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.PendingOperation;
import io.containerizer.linux.proc.HostFigures;
import io.containerizer.protocol.json.JsonText;
import java.util.List;

/** Endpoints that say one thing each. */
final class SmallEndpoints {

    private final AgentInfo agent;
    private final EngineView containers;
    private final HostFigures host;

    SmallEndpoints(AgentInfo agent, EngineView containers, HostFigures host) {
        this.agent = agent;
        this.containers = containers;
        this.host = host;
    }

    /** {@code /health}: it answers, so the agent is well. */
    Answer health(Request request) {
        return Answer.empty(200);
    }

    /** {@code /version} */
    Answer version(Request request) {
        return JsonAnswer.of(request, new JsonText().valueByName(agent.build().message()));
    }

    /** {@code /flags} */
    Answer flags(Request request) {
        JsonText json = new JsonText().beginObject();
        json.name("flags").value(agent.flags());
        return JsonAnswer.of(request, json.endObject());
    }

    /** {@code /system/stats.json} */
    Answer system(Request request) {
        JsonText json = new JsonText().beginObject();
        host.load().ifPresent(load -> {
            json.field("avg_load_15min", load.fifteen());
            json.field("avg_load_1min", load.one());
            json.field("avg_load_5min", load.five());
        });
        host.processors().ifPresent(number -> json.field("cpus_total", number));
        host.freeMemory().ifPresent(bytes -> json.field("mem_free_bytes", bytes));
        host.totalMemory().ifPresent(bytes -> json.field("mem_total_bytes", bytes));
        return JsonAnswer.of(request, json.endObject());
    }

    /** {@code /containerizer/debug} */
    Answer pending(Request request) {
        JsonText json = new JsonText().beginObject();
        json.name("pending").beginArray();
        for (PendingOperation operation : containers.pending()) {
            ContainerId id = operation.container();
            json.beginObject();
            json.field("operation", operation.name());
            json.name("args").beginObject();
            json.field("containerId", id.toString());
            json.endObject();
            json.endObject();
        }
        return JsonAnswer.of(request, json.endArray().endObject());
    }

    /** {@code /help}: the endpoints there are, one a line. */
    static Answer help(List<Endpoint> all) {
        StringBuilder text = new StringBuilder();
        int width = all.stream().mapToInt(e -> e.path().length()).max().orElse(0);
        for (Endpoint endpoint : all) {
            text.append(endpoint.path())
                    .append(" ".repeat(width - endpoint.path().length() + 2))
                    .append(endpoint.meaning())
                    .append('\n');
        }
        return Answer.text(200, text.toString());
    }
}
