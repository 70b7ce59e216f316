package io.containerizer.cli;

import java.util.List;

/** Where the program starts and ends. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        end(run(args));
    }

    /** Ends the program, whichever threads go on. */
    static void end(int code) {
        System.exit(code);
    }

    /** Ends the program at once, whatever hangs; what it had begun, the next engine takes away. */
    static void abandon(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** Runs one command line; returns the exit code. */
    static int run(String... args) {
        return new Program(Output.ofProcess()).run(List.of(args));
    }
}
