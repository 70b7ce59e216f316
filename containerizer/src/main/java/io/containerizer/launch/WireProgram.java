package io.containerizer.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan in the form that the native launcher runs, with a name for each step, so that "step 17, errno 2" becomes a
 * sentence.
 *
 * @param descriptors of this process, sent along; the first is the launcher's slot 0
 */
record WireProgram(byte[] bytes, List<Step> steps, List<Integer> descriptors, boolean gated) {

    /** What one operation does, to what. */
    record Step(OpCode code, String action, String subject) {}

    /** Writes operations one after the other. */
    static final class Writer {
        private static final int HEADER = 64;
        private static final int ARGUMENTS = 6;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        private final List<Step> steps = new ArrayList<>();

        Writer op(OpCode code, String action, String subject, long[] arguments, String... strings) {
            return op(code, false, action, subject, arguments, strings);
        }

        Writer op(OpCode code, boolean optional, String action, String subject, long[] arguments, String... strings) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            for (String s : strings) {
                payload.writeBytes(s.getBytes(StandardCharsets.UTF_8));
                payload.write(0);
            }
            return raw(
                    code, optional, new Step(code, action, subject), arguments, strings.length, payload.toByteArray());
        }

        Writer raw(OpCode code, boolean optional, Step step, long[] arguments, int strings, byte[] payload) {
            int length = (HEADER + payload.length + 7) / 8 * 8;
            ByteBuffer op = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
            op.putShort((short) code.number()).putShort((short) (optional ? 1 : 0));
            op.putInt(length).putInt(strings).putInt(payload.length);
            for (int i = 0; i < ARGUMENTS; i++) {
                op.putLong(i < arguments.length ? arguments[i] : 0);
            }
            op.put(payload);
            out.writeBytes(op.array());
            steps.add(step);
            return this;
        }

        WireProgram build(List<Integer> descriptors, boolean gated) {
            return new WireProgram(out.toByteArray(), List.copyOf(steps), List.copyOf(descriptors), gated);
        }
    }
}
