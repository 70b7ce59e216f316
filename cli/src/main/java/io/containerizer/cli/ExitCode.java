package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;

/** What the program's exit codes mean. Commands that pass on a container's code keep 125 to 127 for themselves. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int ENGINE = 125;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;
    /** As a shell reports a program that wrote into a closed pipe. */
    static final int OUTPUT_CLOSED = 141;

    static final int KILLED = 137;

    private ExitCode() {}

    /** For commands that pass on the exit code of a container's command. */
    static int passingOn(ContainerizerException failure) {
        return switch (failure.code()) {
            case COMMAND_NOT_FOUND -> NOT_FOUND;
            case COMMAND_NOT_EXECUTABLE -> NOT_EXECUTABLE;
            default -> ENGINE;
        };
    }
}
