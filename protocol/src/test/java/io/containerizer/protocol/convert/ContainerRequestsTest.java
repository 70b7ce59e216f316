package io.containerizer.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.TerminalSize;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.TTYInfo;
import io.containerizer.protocol.mesos.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContainerRequestsTest {

    private static final ContainerId ID = ContainerId.of("c");
    private static final CommandInfo COMMAND =
            CommandInfo.newBuilder().setValue("true").build();
    private static final ContainerInfo INFO =
            ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build();
    private static final int DEEPEST = 5;

    private static ContainerSpec spec(CommandInfo command, ContainerInfo info) {
        return ContainerRequests.fromMessage(ID, command, info, Resources.NONE, Resources.NONE)
                .build();
    }

    /**
     * Sets every field of the messages, one at a time: each is heeded, or refused. Whoever asks for something must not
     * believe that he has it.
     */
    @Test
    void noFieldIsPassedOver() {
        Set<String> passedOver = new TreeSet<>();
        ContainerSpec base = spec(COMMAND, INFO);
        for (Variant variant : variants(COMMAND, "command")) {
            judge(variant, base, passedOver, m -> spec((CommandInfo) m, INFO));
        }
        for (Variant variant : variants(INFO, "container")) {
            judge(variant, base, passedOver, m -> spec(COMMAND, (ContainerInfo) m));
        }
        assertThat(passedOver).containsExactlyInAnyOrderElementsOf(WITHOUT_EFFECT);
    }

    /** Those that say what is so anyhow; and a shell takes no arguments, as in Mesos. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "command.arguments=x7",
            "command.shell=true",
            "container.linux_info.ipc_mode=UNKNOWN",
            "container.linux_info.share_cgroups=true",
            "container.linux_info.share_pid_namespace=false",
            "container.type=MESOS");

    private interface Conversion {
        ContainerSpec of(Message message);
    }

    private record Variant(String path, Message message) {}

    private static void judge(Variant variant, ContainerSpec base, Set<String> passedOver, Conversion conversion) {
        try {
            if (conversion.of(variant.message).equals(base)) {
                passedOver.add(variant.path);
            }
        } catch (ContainerizerException e) {
            assertThat(e.code()).as(variant.path).isNotEqualTo(ErrorCode.INTERNAL);
            assertThat(e.getMessage()).as(variant.path).isNotBlank();
        }
    }

    private static List<Variant> variants(Message base, String path) {
        List<Variant> all = new ArrayList<>();
        collect(base, path, all, DEEPEST);
        return all;
    }

    private static void collect(Message base, String path, List<Variant> all, int depth) {
        for (FieldDescriptor field : base.getDescriptorForType().getFields()) {
            String name = path + "." + field.getName();
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                for (Object value : samples(field)) {
                    all.add(new Variant(name + "=" + value, with(base, field, value)));
                }
            } else if (depth > 0) {
                List<Variant> below = new ArrayList<>();
                collect(filled(base.newBuilderForType().newBuilderForField(field)), name, below, depth - 1);
                below.forEach(variant -> all.add(new Variant(variant.path, with(base, field, variant.message))));
            }
        }
    }

    private static Message with(Message base, FieldDescriptor field, Object value) {
        Message.Builder changed = base.toBuilder();
        if (field.isRepeated()) {
            return changed.addRepeatedField(field, value).build();
        }
        return changed.setField(field, value).build();
    }

    /** With everything that is required, and no more. */
    private static Message filled(Message.Builder message) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRequired()) {
                message.setField(
                        field,
                        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                                ? filled(message.newBuilderForField(field))
                                : samples(field).getFirst());
            }
        }
        return message.build();
    }

    private static List<Object> samples(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> List.of(7);
            case LONG -> List.of(7L);
            case FLOAT -> List.of(7f);
            case DOUBLE -> List.of(7.0);
            case BOOLEAN -> List.of(true, false);
            case STRING -> List.of("x7");
            case BYTE_STRING -> List.of(ByteString.copyFromUtf8("x7"));
            case ENUM -> {
                List<Object> values = new ArrayList<>();
                for (EnumValueDescriptor value : field.getEnumType().getValues()) {
                    values.add(value);
                }
                yield values;
            }
            case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    @Test
    void aTerminalIsAsLargeAsItSays() {
        ContainerInfo.Builder info = INFO.toBuilder().setTtyInfo(TTYInfo.newBuilder());
        assertThat(spec(COMMAND, info.build()).terminal()).contains(new TerminalSize(24, 80));
        info.getTtyInfoBuilder().getWindowSizeBuilder().setRows(7).setColumns(9);
        assertThat(spec(COMMAND, info.build()).terminal()).contains(new TerminalSize(7, 9));
    }

    @Test
    void whatIsRefusedIsNamed() {
        for (ContainerInfo info : List.of(
                ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER).build(),
                INFO.toBuilder().setHostname("h").build(),
                INFO.toBuilder()
                        .addVolumes(Volume.newBuilder()
                                .setMode(Volume.Mode.RW)
                                .setContainerPath("/p")
                                .setSource(Volume.Source.newBuilder().setType(Volume.Source.Type.SECRET)))
                        .build())) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> spec(COMMAND, info))
                    .withMessageMatching(".*(DOCKER|hostname|SECRET).*");
        }
    }
}
