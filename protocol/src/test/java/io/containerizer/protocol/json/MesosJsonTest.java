package io.containerizer.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.Recorded;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.LinuxInfo;
import io.containerizer.protocol.mesos.NetworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.ResourceStatistics;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.ProcessIO;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MesosJsonTest {

    private static final MesosJson JSON = new MesosJson(MessageLimits.DEFAULT);

    static List<Recorded> recorded() {
        return Recorded.all();
    }

    static List<Recorded> answered() {
        return Recorded.all().stream().filter(call -> !call.answer().isEmpty()).toList();
    }

    private static <M extends Message> M read(M kind, String json) {
        return JSON.read(json.getBytes(UTF_8), kind);
    }

    private static Call call(String json) {
        return read(Call.getDefaultInstance(), json);
    }

    private static Value.Scalar scalar(String number) {
        return read(Value.Scalar.getDefaultInstance(), "{\"value\":" + number + "}");
    }

    @ParameterizedTest
    @MethodSource("answered")
    void recordedAnswersAreWrittenAsMesosWroteThem(Recorded call) {
        Response response = read(Response.getDefaultInstance(), call.answer());
        assertThat(JSON.text(response)).isEqualTo(call.answer());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void recordedCallsAreRead(Recorded recorded) {
        Call call = call(recorded.request());
        assertThat(call.hasType())
                .isEqualTo(!List.of("e01_empty_object", "e02_unknown_type").contains(recorded.name()));
        assertThat(call(JSON.text(call))).isEqualTo(call(JSON.text(call(JSON.text(call)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpus_soft_limit\":1.1,\"cpus_system_time_secs\":0.02,\"cpus_user_time_secs\":0.1,\"mem_limit_bytes\":167772160,"
                        + "\"mem_rss_bytes\":106295296,\"mem_soft_limit_bytes\":167772160,\"timestamp\":1795358978.288659}",
                "{\"cpus_soft_limit\":0.1,\"timestamp\":1795358978.867955}",
            })
    void recordedStatisticsAreWrittenInTheOrderOfTheirNames(String statistics) {
        assertThat(JSON.textByName(read(ResourceStatistics.getDefaultInstance(), statistics)))
                .isEqualTo(statistics);
    }

    @Test
    void theRecordedProtobufIsTheRecordedJson() {
        byte[] recorded = HexFormat.of()
                .parseHex("0803222e0a2c0a06312e31322e301213323032362d31312d32322030303a"
                        + "30303a303019000000208cc0da412204726f6f74");
        MesosProtobuf protobuf = new MesosProtobuf(MessageLimits.DEFAULT);
        Response response = protobuf.read(recorded, Response.getDefaultInstance());
        assertThat(protobuf.write(response)).isEqualTo(recorded);
        assertThat(answered().stream()
                        .filter(call -> call.name().equals("v1_GET_VERSION"))
                        .map(Recorded::answer))
                .containsExactly(JSON.text(response));
    }

    @Test
    void aLaunchIsReadWithAllItsParts() {
        Call call = call("""
                {"type":"LAUNCH_CONTAINER","launch_container":{
                  "container_id":{"value":"web-1","parent":{"value":"p"}},
                  "command":{"shell":true,"value":"exec httpd","environment":{"variables":[{"name":"A","value":"1"}]}},
                  "resources":[{"name":"cpus","type":"SCALAR","scalar":{"value":0.5}}],
                  "limits":{"cpus":{"value":1},"mem":{"value":"Infinity"}}}}
                """);
        var launch = call.getLaunchContainer();
        assertThat(launch.getContainerId().getParent().getValue()).isEqualTo("p");
        assertThat(launch.getCommand().getEnvironment().getVariables(0).getName())
                .isEqualTo("A");
        assertThat(launch.getResources(0).getScalar().getValue()).isEqualTo(0.5);
        assertThat(launch.getLimitsMap().get("cpus").getValue()).isEqualTo(1);
        assertThat(launch.getLimitsMap().get("mem").getValue()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void unsetFieldsWithADefaultAreWrittenUnlessDeprecated() {
        assertThat(JSON.text(CommandInfo.getDefaultInstance())).isEqualTo("{\"shell\":true}");
        assertThat(JSON.text(NetworkInfo.IPAddress.newBuilder()
                        .setIpAddress("10.0.0.5")
                        .build()))
                .isEqualTo("{\"protocol\":\"IPv4\",\"ip_address\":\"10.0.0.5\"}");
        assertThat(JSON.text(CommandInfo.URI.newBuilder().setValue("u").build()))
                .isEqualTo("{\"value\":\"u\",\"extract\":true}");
        assertThat(JSON.text(LinuxInfo.getDefaultInstance())).contains("\"share_cgroups\":true");
        assertThat(JSON.text(Resource.newBuilder()
                        .setName("r")
                        .setType(Value.Type.SCALAR)
                        .build()))
                .as("role has the default '*' and is deprecated")
                .isEqualTo("{\"name\":\"r\",\"type\":\"SCALAR\"}");
    }

    @Test
    void emptyListsAreWrittenWhereMesosDoes() {
        assertThat(JSON.text(Response.GetTasks.getDefaultInstance()))
                .isEqualTo("{\"pending_tasks\":[],\"queued_tasks\":[],\"launched_tasks\":[],"
                        + "\"terminated_tasks\":[],\"completed_tasks\":[]}");
        assertThat(JSON.text(Response.GetContainers.getDefaultInstance())).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4.0", "0, 0.0", "-0.0, -0.0", "0.1, 0.1", "1795358978.863394, 1795358978.863394",
        "2147483648, 2147483648.0", "1e16, 10000000000000000.0", "1e17, 1.0E17", "1e-5, 1.0E-5", "0.0001, 0.0001",
        "Infinity, Infinity", "-Infinity, -Infinity", "NaN, NaN", "'\"Infinity\"', Infinity",
                "'\"-Infinity\"', -Infinity",
        "'\"2.5\"', 2.5", "1e400, Infinity",
    })
    void doublesHaveAFraction(String read, String written) {
        assertThat(JSON.text(scalar(read))).isEqualTo("{\"value\":" + written + "}");
    }

    @Test
    void integersOf64BitsAreNumbers() {
        String all = "{\"timestamp\":0.0,\"mem_limit_bytes\":18446744073709551615}";
        assertThat(JSON.text(read(ResourceStatistics.getDefaultInstance(), all)))
                .isEqualTo(all);
        assertThat(JSON.text(read(Value.Range.getDefaultInstance(), "{\"begin\":\"1\",\"end\":2e3}")))
                .isEqualTo("{\"begin\":1,\"end\":2000}");
    }

    @Test
    void bytesAreBase64() {
        var data = read(ProcessIO.Data.getDefaultInstance(), "{\"type\":\"STDIN\",\"data\":\"bHMK\"}");
        assertThat(data.getData().toStringUtf8()).isEqualTo("ls\n");
        assertThat(JSON.text(data)).isEqualTo("{\"type\":\"STDIN\",\"data\":\"bHMK\"}");
    }

    @Test
    void textComesThroughWithAllItsCharacters() {
        String text = "\"\\/\b\f\n\r\t\0\u007f é € 😀";
        ContainerID id = ContainerID.newBuilder().setValue(text).build();
        assertThat(read(id, JSON.text(id))).isEqualTo(id);
        assertThat(read(id, "{\"value\":\"\\uD83D\\ude00\\/\"}").getValue()).isEqualTo("😀/");
    }

    @Test
    void whatIsUnknownIsIgnored() {
        assertThat(call("{\"zzz\":[1,{\"a\":[null,true,\"\\u0041\"]}],\"type\":\"GET_HEALTH\",\"containerId\":{}}"))
                .isEqualTo(Call.newBuilder().setType(Call.Type.GET_HEALTH).build());
        assertThat(call("{\"type\":\"NOPE\"}")).isEqualTo(Call.getDefaultInstance());
        assertThat(call("{\"type\":null,\"launch_container\":null}")).isEqualTo(Call.getDefaultInstance());
    }

    @Test
    void whatBelongsInAListMayStandAlone() {
        assertThat(read(CommandInfo.getDefaultInstance(), "{\"arguments\":\"a\",\"uris\":{\"value\":\"u\"}}"))
                .isEqualTo(read(
                        CommandInfo.getDefaultInstance(), "{\"arguments\":[null,\"a\"],\"uris\":[{\"value\":\"u\"}]}"));
    }

    @Test
    void booleansMayBeStrings() {
        assertThat(read(CommandInfo.getDefaultInstance(), "{\"shell\":\"false\"}")
                        .getShell())
                .isFalse();
    }

    @Test
    void ofFieldsGivenTwiceTheLastCounts() {
        assertThat(call("{\"wait_container\":{\"container_id\":{\"value\":\"a\",\"parent\":{\"value\":\"p\"}}},"
                                + "\"wait_container\":{\"container_id\":{\"value\":\"b\"}}}")
                        .getWaitContainer()
                        .getContainerId())
                .isEqualTo(ContainerID.newBuilder().setValue("b").build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":1} | 'type': it is a number where a name of mesos.v1.agent.Call.Type belongs",
                "{\"type\":{}} | 'type': it is an object where a name of mesos.v1.agent.Call.Type belongs",
                "{\"type\":[\"GET_HEALTH\"]} | 'type': it is a list where a name of mesos.v1.agent.Call.Type belongs",
                "{\"launch_container\":true} | 'launch_container': it is a boolean where an object belongs",
                "{\"launch_container\":{\"container_id\":{\"value\":7}}} | 'launch_container.container_id.value': it is a number where a string belongs",
                "{\"launch_container\":{\"resources\":[{},{\"name\":{}}]}} | 'launch_container.resources[1].name': it is an object where a string belongs",
                "{\"launch_container\":{\"resources\":[[]]}} | 'launch_container.resources[0]': it is a list where an object belongs",
                "{\"launch_container\":{\"limits\":{\"cpus\":{\"value\":\"x\"}}}} | 'launch_container.limits.cpus.value': it is a string where a number belongs",
                "{\"set_logging_level\":{\"level\":-1}} | 'set_logging_level.level': the number is out of range",
                "{\"set_logging_level\":{\"level\":4294967296}} | 'set_logging_level.level': the number is out of range",
                "{\"set_logging_level\":{\"level\":1.5}} | 'set_logging_level.level': the number is no integer",
                "{\"set_logging_level\":{\"level\":1e999999999}} | 'set_logging_level.level': the number is out of range",
                "{\"set_logging_level\":{\"level\":1e-999999999}} | 'set_logging_level.level': the number is no integer",
                "{\"attach_container_input\":{\"process_io\":{\"data\":{\"data\":\"b!\"}}}} | 'attach_container_input.process_io.data.data': it is no base64",
                "{\"launch_container\":{}} | : required fields are missing: launch_container.container_id",
                "{\"launch_container\":{\"container_id\":{}}} | : required fields are missing: launch_container.container_id.value",
                "[] | : it is no JSON object",
                "`` | : it is no JSON object",
                "{ | : it is no JSON: the text ends where '\"' belongs",
                "{}x | : it is no JSON: there is 'x' at character 3 where it should end",
                "{\"type\" 1} | : it is no JSON: there is '1' at character 9 where ':' belongs",
                "{\"a\":tru} | : it is no JSON: there is 't' at character 6 where a value belongs",
                "{\"a\":01} | : it is no JSON: there is '0' at character 6 where a value belongs",
                "{\"a\":\"\\x\"} | : it is no JSON: an unknown escape is in a string at character 7",
                "{\"a\":\"\\ud83d\"} | : it is no JSON: half a character is in the string that ends at character 13",
                "{\"a\":1,} | : it is no JSON: there is '}' at character 8 where '\"' belongs",
            })
    void whatIsWrongIsNamedWithItsPlace(String json, String problem) {
        String colon = problem.startsWith(":") ? "" : " ";
        assertThatThrownBy(() -> call(json)).hasMessage("read mesos.v1.agent.Call" + colon + problem);
    }

    @Test
    void anUnknownNameOfARequiredEnumIsRefused() {
        assertThatThrownBy(() -> read(Resource.getDefaultInstance(), "{\"name\":\"a\",\"type\":\"NOPE\"}"))
                .hasMessage("read mesos.v1.Resource 'type': it is no name of mesos.v1.Value.Type");
        assertThat(read(Offer.getDefaultInstance().getUrl(), "{\"scheme\":\"s\",\"address\":{\"port\":1}}")
                        .getScheme())
                .isEqualTo("s");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> JSON.read(new byte[] {'{', (byte) 0xff, '}'}, Call.getDefaultInstance()))
                .hasMessage("read mesos.v1.agent.Call: it is no UTF-8");
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() {
        MesosJson small = new MesosJson(new MessageLimits(100, 5));
        String deep = "{\"value\":\"a\",\"parent\":".repeat(5) + "{\"value\":\"r\"}" + "}".repeat(5);
        assertThatThrownBy(() -> small.read(deep.getBytes(UTF_8), ContainerID.getDefaultInstance()))
                .hasMessageEndingWith("bytes, and more than 100 are refused");
        MesosJson flat = new MesosJson(new MessageLimits(1000, 5));
        assertThatThrownBy(() -> flat.read(deep.getBytes(UTF_8), ContainerID.getDefaultInstance()))
                .hasMessage(
                        "read mesos.v1.ContainerID 'parent.parent.parent.parent.parent': it is more than 5 levels deep");
        assertThatThrownBy(() -> read(Call.getDefaultInstance(), "{\"a\":" + "[".repeat(1_000_000)))
                .hasMessageEndingWith("it is more than 100 levels deep");
    }
}
