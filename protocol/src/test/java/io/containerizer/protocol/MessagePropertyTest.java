package io.containerizer.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.mesos.protobuf.DynamicMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages come through both formats as they were, and damaged ones are refused in words. */
class MessagePropertyTest {

    private static final MesosJson JSON = new MesosJson(MessageLimits.DEFAULT);
    private static final MesosProtobuf PROTOBUF = new MesosProtobuf(MessageLimits.DEFAULT);

    /** Constants that Mesos' jar does not know yet; it would move them behind the others of a list. */
    private static final Set<String> NEWER = Set.of("PERFMON", "BPF", "CHECKPOINT_RESTORE", "QUOTA_V2");

    static List<String> names() {
        return List.copyOf(MesosMessages.ours().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void messagesComeThroughJson(String name) {
        Message kind = MesosMessages.ours().get(name);
        for (int seed = 0; seed < 12; seed++) {
            Message message = new RandomMessages(new Random(seed)).like(kind);
            Message read = JSON.read(JSON.write(message), kind);
            // Unset fields with defaults are written, so they come back set.
            assertThat(withDefaults(read)).as("seed %d", seed).isEqualTo(withDefaults(message));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void messagesComeThroughMesosOwnClasses(String name) throws Exception {
        var theirs = MesosMessages.theirs().get(name);
        if (theirs == null) {
            assertThat(MesosMessages.onlyOurs()).contains(name);
            return;
        }
        Message kind = MesosMessages.ours().get(name);
        for (int seed = 0; seed < 12; seed++) {
            Message message = new RandomMessages(new Random(seed), NEWER).like(kind);
            DynamicMessage oracle = DynamicMessage.parseFrom(theirs, PROTOBUF.write(message));
            assertThat(oracle.isInitialized()).isTrue();
            assertThat(PROTOBUF.read(oracle.toByteArray(), kind))
                    .as("seed %d", seed)
                    .isEqualTo(message);
        }
    }

    @SeededTest(count = 3000)
    void damagedMessagesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        String name = names().get(random.nextInt(names().size()));
        Message kind = MesosMessages.ours().get(name);
        Message message = new RandomMessages(random).like(kind);
        Damage damage = new Damage(random);
        for (MessageFormat format : List.of(JSON, PROTOBUF)) {
            readOrRefused(format, damage.done(format.write(message)), kind);
        }
    }

    @Test
    void damagedRecordedCallsAreReadOrRefused() {
        for (Recorded call : Recorded.all()) {
            for (int seed = 0; seed < 50; seed++) {
                byte[] request = call.request().getBytes(UTF_8);
                readOrRefused(JSON, new Damage(new Random(seed)).done(request), Call.getDefaultInstance());
            }
        }
    }

    private static void readOrRefused(MessageFormat format, byte[] bytes, Message kind) {
        Throwable failure = catchThrowable(() -> {
            Message read = format.read(bytes, kind);
            assertThat(withDefaults(format.read(format.write(read), kind))).isEqualTo(withDefaults(read));
        });
        if (failure != null) {
            assertThat(failure).isInstanceOf(ContainerizerException.class);
            assertThat(((ContainerizerException) failure).code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
            assertThat(failure.getMessage())
                    .startsWith("read " + kind.getDescriptorForType().getFullName())
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeLessThan(2000);
        }
    }

    /** The message with its defaults spelled out, those that JSON spells out, and nothing of what it does not know. */
    private static Message withDefaults(Message message) {
        Message.Builder copy = message.toBuilder();
        copy.setUnknownFields(UnknownFieldSet.getDefaultInstance());
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (field.isRepeated()) {
                for (int i = 0; isMessage && i < message.getRepeatedFieldCount(field); i++) {
                    copy.setRepeatedField(field, i, withDefaults((Message) message.getRepeatedField(field, i)));
                }
            } else if (message.hasField(field)) {
                copy.setField(
                        field, isMessage ? withDefaults((Message) message.getField(field)) : message.getField(field));
            } else if (field.hasDefaultValue() && !field.getOptions().getDeprecated()) {
                copy.setField(field, field.getDefaultValue());
            }
        }
        return copy.build();
    }
}
