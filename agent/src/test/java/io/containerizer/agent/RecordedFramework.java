package io.containerizer.agent;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.agent.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The framework that ran a task when Mesos' answers were recorded. */
public final class RecordedFramework {

    private static final String CONTAINER = "bf207949-824f-4ffc-83a1-8b0ec4383ca3";

    private RecordedFramework() {}

    /** @param recorded where the container's figures are from, if it has any */
    public static void addTo(TestAgent agent, String recorded) {
        Response.GetState state = new MesosJson(MessageLimits.DEFAULT)
                .read(
                        Recorded.of("v1_GET_STATE").body().getBytes(StandardCharsets.UTF_8),
                        Response.getDefaultInstance())
                .getGetState();
        var framework = state.getGetFrameworks().getFrameworks(0).getFrameworkInfo();
        Path sandbox = Path.of(
                        "/var/lib/mesos/agent/slaves",
                        TestAgent.ID,
                        "frameworks",
                        framework.getId().getValue())
                .resolve("executors/longt/runs")
                .resolve(CONTAINER);
        ExecutorState executor = new ExecutorState(
                state.getGetExecutors().getExecutors(0).getExecutorInfo(),
                CONTAINER,
                sandbox,
                "root",
                ExecutorState.Phase.RUNNING,
                true,
                List.of(),
                state.getGetTasks().getLaunchedTasksList(),
                List.of(),
                List.of());
        agent.frameworks.add(new FrameworkState(framework, List.of(), List.of(executor), List.of()));
        agent.engine.add(
                CONTAINER,
                new Resources(1.1, Bytes.megabytes(160), Bytes.ZERO),
                figures(recorded),
                new ContainerStatus(OptionalInt.of(11815)));
    }

    private static ResourceStatistics figures(String recorded) {
        var answer = JsonParser.parseString(Recorded.of(recorded).body());
        if (!answer.isJsonArray()) {
            return ResourceStatistics.NONE;
        }
        JsonObject told = answer.getAsJsonArray().get(0).getAsJsonObject().getAsJsonObject("statistics");
        Map<Statistic, Number> values = new EnumMap<>(Statistic.class);
        for (Statistic figure : Statistic.values()) {
            if (told.has(figure.field())) {
                values.put(
                        figure,
                        figure.isFraction()
                                ? (Number) told.get(figure.field()).getAsDouble()
                                : (Number) told.get(figure.field()).getAsLong());
            }
        }
        return new ResourceStatistics(told.get("timestamp").getAsDouble(), values);
    }
}
