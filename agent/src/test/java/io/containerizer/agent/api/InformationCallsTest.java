package io.containerizer.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.containerizer.agent.Recorded;
import io.containerizer.agent.RecordedFramework;
import io.containerizer.agent.TestAgent;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Headers;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.http.RequestBody;
import io.containerizer.protocol.mesos.agent.Call;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InformationCallsTest {

    @TempDir
    Path top;

    private Authorizer authorizer = Authorizer.EVERYTHING;
    private final TestAgent agent = new TestAgent();

    private Answer.Whole call(String json) {
        InformationCalls calls = new InformationCalls(
                TestAgent.info(), agent.known(), agent.registry(), agent.levels, agent.files(), authorizer);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        RequestBody sent = new RequestBody() {
            @Override
            public byte[] all() {
                return body;
            }

            @Override
            public InputStream stream() {
                return InputStream.nullInputStream();
            }
        };
        Headers headers = new Headers(Map.of("Content-Type", "application/json", "Accept", "application/json"));
        return (Answer.Whole) new OperatorApi(() -> true, calls.handlers())
                .handle(new Request("POST", "/api/v1", Map.of(), headers, TestAgent.caller("alice"), sent));
    }

    private static String text(Answer.Whole answer) {
        return TestAgent.text(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1_GET_AGENT",
                "v1_GET_EXECUTORS",
                "v1_GET_FRAMEWORKS",
                "v1_GET_HEALTH",
                "v1_GET_LOGGING_LEVEL",
                "v1_GET_OPERATIONS",
                "v1_GET_RESOURCE_PROVIDERS",
                "v1_GET_STATE",
                "v1_GET_TASKS",
                "v1_GET_VERSION",
                "v1_SET_LOGGING_LEVEL"
            })
    void answersAreThoseOfMesosByteForByte(String name) {
        RecordedFramework.addTo(agent, "g_state");
        Recorded mesos = Recorded.of(name);
        Answer.Whole ours = call(mesos.target());
        assertThat(ours.status()).isEqualTo(mesos.status());
        assertThat(ours.contentType()).isEqualTo(mesos.contentType());
        assertThat(text(ours)).isEqualTo(mesos.body());
    }

    @Test
    void flagsAreListedInOrder() {
        assertThat(text(call(Recorded.of("v1_GET_FLAGS").target())))
                .isEqualTo("{\"type\":\"GET_FLAGS\",\"get_flags\":{\"flags\":["
                        + "{\"name\":\"isolation\",\"value\":\"posix/cpu\"},"
                        + "{\"name\":\"port\",\"value\":\"5051\"},"
                        + "{\"name\":\"work_dir\",\"value\":\"/var/lib/mesos\"}]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1_GET_METRICS", "v1_GET_METRICS_5s"})
    void metricsAreListedInOrder(String name) {
        var metrics = JsonParser.parseString(text(call(Recorded.of(name).target())))
                .getAsJsonObject()
                .getAsJsonObject("get_metrics")
                .getAsJsonArray("metrics");
        assertThat(StreamSupport.stream(metrics.spliterator(), false)
                        .map(metric -> metric.getAsJsonObject().get("name").getAsString()))
                .isSorted()
                .contains("slave/uptime_secs", "system/cpus_total", "gc/path_removals_pending");
    }

    @Test
    void aLevelLastsForItsDuration() {
        Answer.Whole answer = call("{\"type\":\"SET_LOGGING_LEVEL\",\"set_logging_level\":"
                + "{\"level\":3,\"duration\":{\"nanoseconds\":60000000000}}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(agent.levels.level()).isEqualTo(3);
        assertThat(agent.levels.duration).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoMayNotChangeTheLevelIsRefused() {
        authorizer = (caller, action, object) -> action != Action.SET_LOG_LEVEL;
        assertThat(call(Recorded.of("v1_SET_LOGGING_LEVEL").target()).status()).isEqualTo(403);
        assertThat(agent.levels.duration).isZero();
    }

    @Test
    void whoMayNotSeeFlagsIsRefused() {
        authorizer = (caller, action, object) -> action != Action.VIEW_FLAGS;
        assertThat(call("{\"type\":\"GET_FLAGS\"}").status()).isEqualTo(403);
    }

    @Test
    void tasksThatMayNotBeSeenAreLeftOut() {
        RecordedFramework.addTo(agent, "g_state");
        authorizer = (caller, action, object) -> action != Action.VIEW_TASKS;
        assertThat(text(call("{\"type\":\"GET_STATE\"}")))
                .contains("\"launched_tasks\":[]", "\"executors\":[{\"executor_info\"");
    }

    @Test
    void filesAreListedWithRawModesAndNanoseconds() throws Exception {
        Files.writeString(top.resolve("stdout"), "hello");
        agent.paths.attach("/sandbox", top, caller -> true);
        assertThat(text(call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"/sandbox\"}}")))
                .matches(
                        "\\{\"type\":\"LIST_FILES\",\"list_files\":\\{\"file_infos\":\\[\\{"
                                + "\"path\":\"/sandbox/stdout\",\"nlink\":1,\"size\":5,"
                                + "\"mtime\":\\{\"nanoseconds\":\\d{19}},\"mode\":33\\d{3},\"uid\":\"\\w+\",\"gid\":\"\\w+\"}]}}");
    }

    @Test
    void aPieceOfAFileIsReadWithTheSizeOfTheWhole() throws Exception {
        Files.writeString(top.resolve("stdout"), "hello, world");
        agent.paths.attach("/sandbox", top, caller -> true);
        String call = "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"/sandbox/stdout\",\"offset\":%s}}";
        assertThat(text(call(call.formatted("7,\"length\":3"))))
                .isEqualTo("{\"type\":\"READ_FILE\",\"read_file\":{\"size\":12,\"data\":\"d29y\"}}");
        assertThat(text(call(call.formatted("7")))).contains("\"data\":\"d29ybGQ=\"");
        assertThat(text(call(call.formatted("12")))).contains("{\"size\":12,\"data\":\"\"}");
        assertThat(text(call(call.formatted("18446744073709551615")))).contains("{\"size\":12,\"data\":\"\"}");
        assertThat(text(call(call.formatted("0,\"length\":0")))).contains("{\"size\":12,\"data\":\"\"}");
    }

    @Test
    void filesAreRefusedWithTheStatusesOfMesos() throws Exception {
        Files.createSymbolicLink(top.resolve("out"), Path.of("/etc/passwd"));
        agent.paths.attach("/mine", top, caller -> true);
        agent.paths.attach("/others", top, caller -> false);
        String read = "{\"type\":\"READ_FILE\",\"read_file\":{\"path\":\"%s\",\"offset\":0}}";
        assertThat(call(read.formatted("/mine")).status()).isEqualTo(400);
        assertThat(call(read.formatted("/mine/out")).status()).isEqualTo(400);
        assertThat(call(read.formatted("/others/x")).status()).isEqualTo(403);
        assertThat(call(read.formatted("/mine/none")).status()).isEqualTo(404);
        assertThat(call("{\"type\":\"LIST_FILES\",\"list_files\":{\"path\":\"/none\"}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void everyCallForInformationHasAHandler() {
        InformationCalls calls = new InformationCalls(
                TestAgent.info(), agent.known(), agent.registry(), agent.levels, agent.files(), authorizer);
        assertThat(calls.handlers()).hasSize(15).containsKey(Call.Type.READ_FILE);
        assertThat(Optional.ofNullable(calls.handlers().get(Call.Type.GET_CONTAINERS)))
                .isEmpty();
    }
}
