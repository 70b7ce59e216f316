package io.containerizer.cli;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Where the output of a task is shown.
 *
 * @param end called when nothing more comes
 */
record TaskStreams(WritableByteChannel out, WritableByteChannel err, End end) {

    /** Shows what is held back. */
    interface End {
        void run() throws IOException;
    }

    static TaskStreams plain(Output output) {
        return new TaskStreams(output.rawOut(), output.rawErr(), () -> {});
    }

    /** With a task's name before each line. */
    @SuppressWarnings("resource") // what is below belongs to the process
    static TaskStreams named(String name, Output output) {
        PrefixedLines out = new PrefixedLines(name + ": ", output.rawOut());
        PrefixedLines err = new PrefixedLines(name + ": ", output.rawErr());
        return new TaskStreams(out, err, () -> {
            out.close();
            err.close();
        });
    }
}
