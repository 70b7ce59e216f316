package io.containerizer.cli;

/** A command of the program. */
interface Subcommand {

    Syntax syntax();

    /** @return the exit code */
    int run(Arguments arguments, Output output);

    /** The exit code when something went wrong; {@link ExitCode#USAGE} where the command line did. */
    default int failed(io.containerizer.api.ContainerizerException failure) {
        return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
