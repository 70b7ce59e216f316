package io.containerizer.cli;

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
                    List.of("logs web", "logs -f --stderr web"))
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        String word = arguments.word("no container is named");
        boolean both = arguments.has(STDOUT) == arguments.has(STDERR);
        try (Host host = Host.of(arguments, output)) {
            StoredContainer container = host.find(word);
            try (Attachment logs = host.logs(
                    container,
                    both || arguments.has(STDOUT) ? Optional.of(output.rawOut()) : Optional.empty(),
                    both || arguments.has(STDERR) ? Optional.of(output.rawErr()) : Optional.empty())) {
                if (arguments.has(FOLLOW)) {
                    logs.follow(host.await(container));
                } else {
                    logs.drain();
                }
                return ExitCode.OK;
            }
        } catch (OutputClosedException e) {
            return closed(e, output);
        }
    }

    private static int closed(OutputClosedException e, Output output) {
        if (e.isBrokenPipe()) {
            return ExitCode.OUTPUT_CLOSED;
        }
        output.complain("write output: " + e.getMessage());
        return ExitCode.FAILED;
    }
}
