package io.containerizer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;

/**
 * Where the program writes.
 *
 * @param out text for the user
 * @param err complaints
 * @param rawOut a container's stdout, byte for byte
 * @param rawErr a container's stderr
 */
record Output(PrintStream out, PrintStream err, WritableByteChannel rawOut, WritableByteChannel rawErr) {

    /** The process' own streams. The channels share their descriptors and are never closed. */
    @SuppressWarnings("resource")
    static Output ofProcess() {
        return new Output(
                System.out,
                System.err,
                new FileOutputStream(FileDescriptor.out).getChannel(),
                new FileOutputStream(FileDescriptor.err).getChannel());
    }

    void complain(String message) {
        err.println("containerizer: " + message);
    }

    void warn(String message) {
        complain("warning: " + message);
    }
}
