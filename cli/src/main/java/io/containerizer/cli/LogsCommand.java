package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;
import java.util.Optional;

/** Shows what a container has written. */
final class LogsCommand implements Subcommand {

    private static final Option FOLLOW = Option.toggle("Go on until the container ends.", "--follow", "-f");
    private static final Option STDOUT = Option.toggle("Only what it wrote to stdout.", "--stdout");
    private static final Option STDERR = Option.toggle("Only what it wrote to stderr.", "--stderr");

    static final Syntax SYNTAX = Syntax.of(
            "logs",
            "ID",
            "Show what a container has written.",
            List.of(FOLLOW, STDOUT, STDERR),
            List.of("logs web", "logs -f --stderr web"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        StoredContainer container =
                new Records(Directories.of(arguments)).find(arguments.word("no container is named"));
        boolean both = arguments.has(STDOUT) == arguments.has(STDERR);
        try (LogFollower logs = LogFollower.of(
                container.sandbox(),
                both || arguments.has(STDOUT) ? Optional.of(output.rawOut()) : Optional.empty(),
                both || arguments.has(STDERR) ? Optional.of(output.rawErr()) : Optional.empty())) {
            if (logs.isEmpty()) {
                throw ContainerizerException.of(
                                ErrorCode.NOT_FOUND,
                                "read logs of",
                                container.id().toString(),
                                "it has none")
                        .withHint("its output went to a terminal, or elsewhere");
            }
            return show(container, logs, arguments, output);
        }
    }

    private static int show(StoredContainer container, LogFollower logs, Arguments arguments, Output output) {
        try {
            if (arguments.has(FOLLOW)) {
                try (Engines engines = new Engines(AgentFlags.of(arguments))) {
                    logs.follow(engines.of(container).await(container.id()));
                }
            } else {
                logs.drain();
            }
            return ExitCode.OK;
        } catch (OutputClosedException e) {
            if (!e.isBrokenPipe()) {
                output.complain("write output: " + e.getMessage());
                return ExitCode.FAILED;
            }
            return ExitCode.OUTPUT_CLOSED;
        }
    }
}
