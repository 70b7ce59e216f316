package io.containerizer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated messages against those in Mesos' own jar, of which ours has nothing at run time. */
class MessagesTest {

    static List<String> names() {
        return List.copyOf(MesosMessages.ours().keySet());
    }

    @Test
    void everyMessageOfTheJarIsThere() {
        assertThat(MesosMessages.ours().keySet())
                .containsAll(MesosMessages.theirs().keySet());
        assertThat(MesosMessages.theirs()).hasSizeGreaterThan(250);
        assertThat(MesosMessages.onlyOurs())
                .containsExactlyInAnyOrder(
                        "mesos.v1.ResourceStatistics.RatePercentiles", "mesos.v1.ResourceStatistics.RateStatistics");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aMessageHasTheFieldsOfTheJarsInTheirOrder(String name) {
        var theirs = MesosMessages.theirs().get(name);
        if (theirs == null) {
            assertThat(MesosMessages.onlyOurs()).contains(name);
            return;
        }
        List<String> fields = theirs.getFields().stream()
                .map(f -> f.getName() + " " + f.getNumber() + " " + f.getType() + " " + f.isRequired() + f.isRepeated()
                        + " " + (f.hasDefaultValue() ? f.getDefaultValue() : ""))
                .toList();
        Descriptor ours = MesosMessages.ours().get(name).getDescriptorForType();
        assertThat(ours.getFields().stream().map(MessagesTest::text).toList()).containsSubsequence(fields);
        if (!name.equals("mesos.v1.ResourceStatistics")) {
            assertThat(ours.getFields()).hasSize(fields.size());
        }
    }

    @Test
    void thePartsThatAreNewerThanTheJarHaveTheirNumbers() {
        Map<String, Integer> numbers =
                MesosMessages.ours().get("mesos.v1.ResourceStatistics").getDescriptorForType().getFields().stream()
                        .collect(Collectors.toMap(FieldDescriptor::getName, FieldDescriptor::getNumber));
        assertThat(numbers)
                .containsEntry("mem_kmem_usage_bytes", 52)
                .containsEntry("mem_kmem_tcp_usage_bytes", 53)
                .containsEntry("net_ephemeral_ports", 55);
        assertThat(io.containerizer.protocol.mesos.CapabilityInfo.Capability.BPF.getNumber())
                .isEqualTo(1039);
    }

    private static String text(FieldDescriptor f) {
        return f.getName() + " " + f.getNumber() + " " + f.getType() + " " + f.isRequired() + f.isRepeated() + " "
                + (f.hasDefaultValue() ? f.getDefaultValue() : "");
    }
}
