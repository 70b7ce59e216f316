package io.containerizer.agent.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.containerizer.agent.Recorded;
import io.containerizer.agent.RecordedFramework;
import io.containerizer.agent.TestAgent;
import io.containerizer.agent.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our answers beside those that Mesos' agent once gave: the same names in the same order, and the same kinds of values. */
class RecordedAnswersTest {

    /** Names that Mesos has and we have not, and why: we have no fetcher; gauges of isolators come from the engine. */
    private static final Set<String> NOT_OURS = Set.of(
            "containerizer/fetcher/cache_size_total_bytes",
            "containerizer/fetcher/cache_size_used_bytes",
            "containerizer/fetcher/task_fetches_failed",
            "containerizer/fetcher/task_fetches_succeeded",
            "containerizer/mesos/provisioner/bind/remove_rootfs_errors",
            "containerizer/mesos/provisioner/remove_container_errors");

    private final TestAgent agent = new TestAgent();

    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    /** Field by field, with the kind of each value. */
    private static Map<String, String> shape(JsonObject object) {
        Map<String, String> shape = new LinkedHashMap<>();
        object.entrySet().forEach(field -> shape.put(field.getKey(), kind(field.getValue())));
        return shape;
    }

    private static String kind(JsonElement value) {
        if (!(value instanceof JsonPrimitive primitive)) {
            return value.isJsonArray() ? "array" : "object";
        }
        if (!primitive.isNumber()) {
            return primitive.isString() ? "string" : "boolean";
        }
        String text = primitive.getAsString();
        return text.contains(".") || text.contains("E") ? "double" : "integer";
    }

    private void same(String recorded) {
        Recorded mesos = Recorded.of(recorded);
        Answer.Whole ours = agent.get(mesos.target());
        assertThat(ours.status()).isEqualTo(mesos.status());
        assertThat(ours.contentType()).isEqualTo(mesos.contentType());
        assertThat(TestAgent.text(ours)).isEqualTo(mesos.body());
    }

    @Test
    void versionIsTheSameByteForByte() {
        same("g_version");
    }

    @Test
    void healthIsTheSameByteForByte() {
        same("g_health");
    }

    @Test
    void theLoggingLevelIsTheSameByteForByte() {
        Answer.Whole ours = agent.get("/logging/toggle");
        assertThat(ours.contentType()).isEqualTo(Recorded.of("g_logging_toggle").contentType());
        assertThat(TestAgent.text(ours)).isEqualTo("0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"g_containers", "g_slave1_containers", "g_statistics"})
    void containersOfExecutorsAreTheSameByteForByte(String recorded) {
        RecordedFramework.addTo(agent, recorded);
        same(recorded);
    }

    @Test
    void figuresOfTheHostHaveTheSameShape() {
        Recorded mesos = Recorded.of("g_system_stats");
        Answer.Whole ours = agent.get(mesos.target());
        assertThat(ours.contentType()).isEqualTo(mesos.contentType());
        assertThat(shape(json(TestAgent.text(ours)).getAsJsonObject()))
                .containsExactlyEntriesOf(shape(json(mesos.body()).getAsJsonObject()));
    }

    @Test
    void flagsAreStringsInOrder() {
        Answer.Whole ours = agent.get("/flags");
        assertThat(ours.contentType()).isEqualTo(Recorded.of("g_flags").contentType());
        assertThat(TestAgent.text(ours))
                .isEqualTo(
                        "{\"flags\":{\"isolation\":\"posix/cpu\",\"port\":\"5051\",\"work_dir\":\"/var/lib/mesos\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"g_metrics_snapshot", "g_stats_json"})
    void metricsHaveTheNamesOfMesosInOrder(String recorded) {
        Recorded mesos = Recorded.of(recorded);
        Answer.Whole ours = agent.get(mesos.target());
        assertThat(ours.contentType()).isEqualTo(mesos.contentType());
        Map<String, String> expected = shape(json(mesos.body()).getAsJsonObject());
        NOT_OURS.forEach(expected::remove);
        assertThat(shape(json(TestAgent.text(ours)).getAsJsonObject())).containsExactlyEntriesOf(expected);
    }

    @Test
    void stateIsTheSameWithinTheSameFields() {
        RecordedFramework.addTo(agent, "g_state");
        JsonObject mesos = json(Recorded.of("g_state").body()).getAsJsonObject();
        JsonObject ours = json(TestAgent.text(agent.get("/state"))).getAsJsonObject();
        assertThat(shape(ours)).containsExactlyEntriesOf(shape(mesos));
        for (String differs : Set.of("capabilities", "flags")) {
            mesos.remove(differs);
            ours.remove(differs);
        }
        assertThat(ours.toString()).isEqualTo(mesos.toString());
    }
}
