package io.containerizer.cli;

import java.io.IOException;

/** Nobody reads any more what this program writes, or there is no room for it. */
final class OutputClosedException extends Exception {

    private static final long serialVersionUID = 1L;

    OutputClosedException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    OutputClosedException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** The usual case, as in {@code ... | head}, of which nobody wants to hear. */
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}
