package io.containerizer.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Messages of any kind, with all their required fields and some of the others. */
public final class RandomMessages {

    private static final String CHARACTERS = "abzAZ09 ._-/\\\"'\n\t\0\u007fäß€😀";
    private static final int DEEPEST = 8;

    private final Random random;
    private final Set<String> without;

    public RandomMessages(Random random) {
        this(random, Set.of());
    }

    /**
     * @param without names of constants that do not occur
     */
    public RandomMessages(Random random, Set<String> without) {
        this.random = random;
        this.without = without;
    }

    public Message like(Message kind) {
        return like(kind, 0);
    }

    private Message like(Message kind, int depth) {
        Message.Builder message = kind.newBuilderForType();
        // The fields of a deep message get rarer, or there would be no end.
        int chance = depth == 0 ? 60 : 40 >> depth;
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                addEntries(message, field, chance, depth);
            } else if (field.isRepeated()) {
                for (int i = random.nextInt(100) < chance ? 1 + random.nextInt(3) : 0; i > 0; i--) {
                    message.addRepeatedField(field, value(message, field, depth));
                }
            } else if (field.isRequired() || random.nextInt(100) < chance) {
                message.setField(field, value(message, field, depth));
            }
        }
        return message.build();
    }

    private void addEntries(Message.Builder message, FieldDescriptor field, int chance, int depth) {
        for (int i = random.nextInt(100) < chance ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            Message.Builder entry = message.newBuilderForField(field);
            for (FieldDescriptor part : entry.getDescriptorForType().getFields()) {
                entry.setField(part, part.getNumber() == 1 ? "key" + i : value(entry, part, depth));
            }
            message.addRepeatedField(field, entry.build());
        }
    }

    private Object value(Message.Builder message, FieldDescriptor field, int depth) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> {
                if (depth > DEEPEST) {
                    throw new IllegalStateException(field.getFullName() + " requires itself");
                }
                yield like(message.newBuilderForField(field).getDefaultInstanceForType(), depth + 1);
            }
            case STRING -> string();
            case BYTES -> bytes();
            case BOOL -> random.nextBoolean();
            case ENUM ->
                pick(field.getEnumType().getValues().stream()
                        .filter(constant -> !without.contains(constant.getName()))
                        .toList());
            case DOUBLE -> fraction();
            case FLOAT -> (float) fraction();
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 -> (int) integer();
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> integer();
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String string() {
        int[] all = CHARACTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(all[random.nextInt(all.length)]);
        }
        return text.toString();
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private double fraction() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(1000);
            case 1 -> random.nextInt(1000) / 100.0;
            case 2 -> pick(List.of(0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> random.nextLong();
            default -> random.nextDouble();
        };
    }

    private long integer() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextLong();
            case 2 -> pick(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, (1L << 31) - 1, 1L << 53));
            default -> random.nextInt();
        };
    }
}
