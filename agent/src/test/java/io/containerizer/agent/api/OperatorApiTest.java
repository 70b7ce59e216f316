package io.containerizer.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Headers;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.http.RequestBody;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any container is looked at, and in which order. */
class OperatorApiTest {

    private static final String JSON = "application/json";
    private static final String RECORDIO = "application/recordio";

    private boolean recovered = true;

    private final OperatorApi api = new OperatorApi(
            () -> recovered,
            Map.of(
                    Call.Type.GET_HEALTH,
                    (call, exchange) ->
                            Answer.text(200, exchange.forms().answer().mediaType()),
                    Call.Type.ATTACH_CONTAINER_OUTPUT,
                    (call, exchange) -> Answer.text(
                            200,
                            (exchange.forms().answerFramed() ? "framed " : "")
                                    + exchange.forms().answer().mediaType()),
                    Call.Type.ATTACH_CONTAINER_INPUT,
                    (call, exchange) -> Answer.text(200, exchange.records().isPresent() ? "records" : ""),
                    Call.Type.PRUNE_IMAGES,
                    (call, exchange) -> {
                        throw ContainerizerException.of(ErrorCode.KERNEL, "remove", "/x", "EIO");
                    }));

    private Answer.Whole ask(String method, String body, String... fields) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i + 1].isEmpty()) {
                headers.put(fields[i], fields[i + 1]);
            }
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestBody content = new RequestBody() {
            @Override
            public byte[] all() {
                return bytes;
            }

            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(bytes);
            }
        };
        Caller caller = Caller.unknown("test", Optional.empty());
        return (Answer.Whole)
                api.handle(new Request(method, "/api/v1", Map.of(), new Headers(headers), caller, content));
    }

    private static String text(Answer.Whole answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  '',                               '',                     '',               405",
        "POST, '',                               '',                     '',               400",
        "POST, text/plain,                       '',                     '',               415",
        "POST, application/recordio,             '',                     '',               400",
        "POST, application/recordio,             text/plain,             '',               415",
        "POST, application/json,                 application/json,       '',               415",
        "POST, application/json,                 '',                     text/html,        406",
        "POST, application/json,                 '',                     application/json;q=0, 406",
        "POST, application/json; charset=utf-8,  '',                     '*/*',            200",
        "POST, application/json,                 '',                     application/x-protobuf, 200",
        "POST, application/recordio,             application/json,       '',               400"
    })
    void checksTheFormsInTheOrderOfMesos(String method, String type, String messageType, String accept, int status) {
        Answer.Whole answer = ask(
                method,
                "{\"type\": \"GET_HEALTH\"}",
                "Content-Type",
                type,
                "Message-Content-Type",
                messageType,
                "Accept",
                accept);
        assertThat(answer.status()).as(text(answer)).isEqualTo(status);
    }

    @Test
    void refusesEverythingUntilItKnowsItsContainers() {
        recovered = false;
        assertThat(ask("GET", "").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{                         # 400",
                "{}                        # 400",
                "{\"type\": \"UNKNOWN\"}   # 501",
                "{\"type\": \"GET_FLAGS\"} # 501",
                "{\"type\": \"GET_METRICS\"} # 400",
                "{\"type\": \"PRUNE_IMAGES\"} # 500",
                "{\"type\": \"ATTACH_CONTAINER_INPUT\", \"attach_container_input\": {\"type\": \"CONTAINER_ID\", \"container_id\": {\"value\": \"a\"}}} # 415",
                "{\"type\": \"LAUNCH_CONTAINER\", \"launch_container\": {\"container_id\": {\"value\": \"a b\"}}} # 400"
            })
    void checksTheCall(String body, int status) {
        assertThat(ask("POST", body, "Content-Type", JSON).status()).isEqualTo(status);
    }

    @Test
    void refusesFramesWhereThereIsNoStream() {
        assertThat(ask("POST", "{\"type\": \"GET_HEALTH\"}", "Content-Type", JSON, "Accept", RECORDIO)
                        .status())
                .isEqualTo(406);
        String record = new String(
                RecordEncoder.frame("{\"type\": \"GET_HEALTH\"}".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        assertThat(ask("POST", record, "Content-Type", RECORDIO, "Message-Content-Type", JSON)
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "application/recordio, application/x-protobuf, framed application/x-protobuf",
        "application/recordio, '',                     framed application/json",
        "'*/*',                '',                     application/json",
        "'application/x-protobuf, application/recordio', '', application/x-protobuf"
    })
    void choosesTheFormOfAStream(String accept, String messageAccept, String chosen) {
        String attach =
                "{\"type\": \"ATTACH_CONTAINER_OUTPUT\", \"attach_container_output\": {\"container_id\": {\"value\": \"a\"}}}";
        assertThat(text(ask("POST", attach, "Content-Type", JSON, "Accept", accept, "Message-Accept", messageAccept)))
                .isEqualTo(chosen);
    }

    @Test
    void readsTheFirstRecordOfAStream() {
        String attach =
                "{\"type\": \"ATTACH_CONTAINER_INPUT\", \"attach_container_input\": {\"type\": \"CONTAINER_ID\", \"container_id\": {\"value\": \"a\"}}}";
        String record =
                new String(RecordEncoder.frame(attach.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        assertThat(text(ask("POST", record, "Content-Type", RECORDIO, "Message-Content-Type", JSON)))
                .isEqualTo("records");
        assertThat(ask("POST", "", "Content-Type", RECORDIO, "Message-Content-Type", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(ask("POST", "x", "Content-Type", RECORDIO, "Message-Content-Type", JSON)
                        .status())
                .isEqualTo(400);
    }
}
