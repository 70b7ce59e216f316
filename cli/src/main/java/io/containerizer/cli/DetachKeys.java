package io.containerizer.cli;

import java.io.ByteArrayOutputStream;

/** Watches what is typed for Ctrl-P Ctrl-Q, by which one leaves a container's terminal without ending anything. */
final class DetachKeys {

    private static final int FIRST = 0x10;
    private static final int SECOND = 0x11;

    private boolean first;
    private boolean pressed;

    /** What of it is for the container; a Ctrl-P that is not followed by Ctrl-Q goes there with what follows. */
    byte[] pass(byte[] typed) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(typed.length + 1);
        for (byte b : typed) {
            if (first && b == SECOND) {
                pressed = true;
                break;
            }
            if (first) {
                rest.write(FIRST);
            }
            first = b == FIRST;
            if (!first) {
                rest.write(b);
            }
        }
        return rest.toByteArray();
    }

    boolean pressed() {
        return pressed;
    }
}
