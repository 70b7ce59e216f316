package io.containerizer.protocol.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.RandomMessages;
import io.containerizer.protocol.Recorded;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallChecksTest {

    private static final MesosJson JSON = new MesosJson(MessageLimits.DEFAULT);

    /** What the agent refused with 400 because of the call alone. */
    private static final List<String> REFUSED =
            List.of("c20_launch_bad_id_slash", "e01_empty_object", "e02_unknown_type", "e04_missing_field");

    static List<Recorded> recorded() {
        return Recorded.all();
    }

    private static Call call(String json) {
        return JSON.read(json.getBytes(UTF_8), Call.getDefaultInstance());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void recordedCallsPassAsTheyDidThere(Recorded recorded) {
        Throwable failure = catchThrowable(() -> CallChecks.check(call(recorded.request())));
        assertThat(failure != null).as("%s", failure).isEqualTo(REFUSED.contains(recorded.name()));
    }

    @ParameterizedTest
    @EnumSource(Call.Type.class)
    void aCallNeedsTheFieldThatIsNamedLikeIt(Call.Type type) {
        boolean passes = type.name().startsWith("GET_") && type != Call.Type.GET_METRICS
                || List.of(Call.Type.UNKNOWN, Call.Type.PRUNE_IMAGES).contains(type);
        Call call = Call.newBuilder().setType(type).build();
        if (passes) {
            assertThatCode(() -> CallChecks.check(call)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> CallChecks.check(call))
                    .hasMessage("check mesos.v1.agent.Call: '" + type.name().toLowerCase(Locale.ROOT) + "' is missing");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                   | ``",
                "'command':{'environment':{'variables':[{'name':'A','value':''}]}} | ``",
                "'command':{'environment':{'variables':[{'name':'A'}]}} | 'command.environment.variables[0].value' is missing",
                "'command':{'environment':{'variables':[{'name':'A','type':'SECRET','value':'x'}]}} | 'command.environment.variables[0].value' is set in a variable of type SECRET; 'command.environment.variables[0].secret' is missing",
                "'command':{'environment':{'variables':[{'name':'A','type':'SECRET','secret':{'type':'VALUE','value':{'data':'YQBi'}}}]}} | 'command.environment.variables[0].secret.value.data' has a NUL byte",
                "'command':{'environment':{'variables':[{'name':'A','type':'SECRET','secret':{'type':'REFERENCE','value':{'data':'YQ=='}}}]}} | 'command.environment.variables[0].secret.reference' is missing; 'command.environment.variables[0].secret.value' is set in a secret of type REFERENCE",
                "'command':{'environment':{'variables':[{'name':'A','type':'UNKNOWN','value':'x'}]}} | 'command.environment.variables[0].type' is UNKNOWN",
                "'container':{'type':'MESOS','volumes':[{'mode':'RW','container_path':'p','host_path':'/h'}]} | ``",
                "'container':{'type':'MESOS','volumes':[{'mode':'RW','container_path':'p'}]} | 'container.volumes[0]' needs one of host_path, image and source, and has 0",
                "'container':{'type':'MESOS','volumes':[{'mode':'RW','container_path':'p','host_path':'/h','source':{'type':'SANDBOX_PATH'}}]} | 'container.volumes[0]' needs one of host_path, image and source, and has 2; 'container.volumes[0].source.sandbox_path' is missing",
                "'container':{'type':'MESOS','volumes':[{'mode':'RW','container_path':'p','source':{'type':'CSI_VOLUME','csi_volume':{'plugin_name':'x'}}}]} | 'container.volumes[0].source.csi_volume.static_provisioning' is missing",
                "'container':{'type':'MESOS','volumes':[{'mode':'RW','container_path':'p','source':{'type':'NEW'}}]} | 'container.volumes[0].source.type' is missing or unknown",
                "'container':{'type':'DOCKER'} | 'container.docker' is missing",
                "'container':{'type':'DOCKER','docker':{'image':'i','parameters':[{'key':'name','value':'n'}]}} | 'container.docker.parameters' has the name of the container",
                "'container':{'type':'MESOS','linux_info':{'share_cgroups':false}} | ``",
                "'container':{'type':'MESOS','linux_info':{'share_cgroups':true}} | 'container.linux_info.share_cgroups' is set, but a top-level container has nobody to share with",
                "'resources':[{'name':'cpus','type':'SCALAR'}] | 'resources[0].scalar' is missing",
                "'resources':[{'name':'','type':'SCALAR','scalar':{'value':-1}}] | 'resources[0].name' is empty; 'resources[0].scalar.value' is no amount",
                "'resources':[{'name':'gpus','type':'SCALAR','scalar':{'value':0.5}}] | 'resources[0].scalar.value' is no whole number of gpus",
                "'resources':[{'name':'ports','type':'RANGES','ranges':{'range':{'begin':2,'end':1}}}] | 'resources[0].ranges' has a range that ends before it begins",
                "'resources':[{'name':'a','type':'SET','set':{'item':['x','x']},'scalar':{'value':1}}] | 'resources[0].scalar' does not belong to its type; 'resources[0].set' has an item twice",
                "'resources':[{'name':'a','type':'SCALAR','scalar':{'value':1},'role':'r','revocable':{},'disk':{'persistence':{'id':'i'}}}] | 'resources[0]' is reserved; 'resources[0].disk.persistence' is set; 'resources[0].revocable' is set",
                "'limits':{'mem':{'value':'Infinity'}} | ``",
                "'limits':{'mem':{'value':-1}} | 'limits' has an amount that is none",
            })
    void whatIsWrongWithALaunchIsToldAtOnce(String parts, String problems) {
        Call call = launch("{'value':'c'}", parts);
        if (problems.isEmpty()) {
            assertThatCode(() -> CallChecks.check(call)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> CallChecks.check(call))
                    .hasMessage("check mesos.v1.agent.Call: " + problems.replaceAll("(^|; )'", "$1'launch_container."));
        }
    }

    private static Call launch(String id, String parts) {
        String json = "{'type':'LAUNCH_CONTAINER','launch_container':{'container_id':" + id
                + (parts.isEmpty() ? "" : "," + parts) + "}}";
        return call(json.replace('\'', '"'));
    }

    @Test
    void everyLevelOfAnIdIsChecked() {
        assertThatThrownBy(() -> CallChecks.check(launch("{'value':'','parent':{'value':'a.b'}}", "")))
                .hasMessage("check mesos.v1.agent.Call: 'launch_container.container_id' is no id: it is empty; "
                        + "'launch_container.container_id.parent' is no id: it contains '.'");
    }

    @Test
    void onlyTheFirstTwoLevelsHaveResourcesOfTheirOwn() {
        String parts =
                "'resources':[{'name':'cpus','type':'SCALAR','scalar':{'value':1}}],'limits':{'cpus':{'value':1}},"
                        + "'container':{'type':'MESOS','linux_info':{'share_cgroups':false}}";
        CallChecks.check(launch("{'value':'b','parent':{'value':'a'}}", parts));
        assertThatThrownBy(() ->
                        CallChecks.check(launch("{'value':'c','parent':{'value':'b','parent':{'value':'a'}}}", parts)))
                .hasMessageContaining("'launch_container.resources' is set")
                .hasMessageContaining("'launch_container.limits' is set")
                .hasMessageContaining("'launch_container.container.linux_info.share_cgroups' is false");
    }

    @ParameterizedTest
    @CsvSource({
        "LAUNCH_NESTED_CONTAINER",
        "WAIT_NESTED_CONTAINER",
        "KILL_NESTED_CONTAINER",
        "REMOVE_NESTED_CONTAINER",
        "LAUNCH_NESTED_CONTAINER_SESSION"
    })
    void callsForNestedContainersNeedAParent(String type) {
        String field = type.toLowerCase(Locale.ROOT);
        assertThatThrownBy(() -> CallChecks.check(
                        call("{\"type\":\"" + type + "\",\"" + field + "\":{\"container_id\":{\"value\":\"a\"}}}")))
                .hasMessage("check mesos.v1.agent.Call: '" + field + ".container_id.parent' is missing");
    }

    @Test
    void aSessionSharesItsParentsCgroups() {
        assertThatThrownBy(() -> CallChecks.check(call("""
                        {"type":"LAUNCH_NESTED_CONTAINER_SESSION","launch_nested_container_session":{
                          "container_id":{"value":"a","parent":{"value":"p"}},
                          "container":{"type":"MESOS","linux_info":{"share_cgroups":false}}}}""")))
                .hasMessageContaining("linux_info.share_cgroups' is false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'attach_container_input.type' is missing or unknown",
                "{'type':'CONTAINER_ID'} | 'attach_container_input.container_id' is missing",
                "{'type':'PROCESS_IO'} | 'attach_container_input.process_io' is missing",
                "{'type':'CONTAINER_ID','container_id':{'value':'..'}} | 'attach_container_input.container_id' is no id: it contains '.'",
            })
    void inputSaysWhatItIs(String input, String problem) {
        String json = "{'type':'ATTACH_CONTAINER_INPUT','attach_container_input':" + input + "}";
        assertThatThrownBy(() -> CallChecks.check(call(json.replace('\'', '"'))))
                .hasMessage("check mesos.v1.agent.Call: " + problem);
    }

    @SeededTest(count = 1000)
    void anyCallPassesOrIsRefusedInWords(long seed) {
        Call call = (Call) new RandomMessages(new Random(seed)).like(Call.getDefaultInstance());
        Throwable failure = catchThrowable(() -> CallChecks.check(call));
        if (failure != null) {
            assertThat(failure).isInstanceOf(ContainerizerException.class);
            assertThat(((ContainerizerException) failure).code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
            assertThat(failure.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(3000);
        }
    }
}
