package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;

/** Waits for the end of a container. */
final class WaitCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "wait",
                    "ID",
                    "Wait for the end of a container, print its exit code, and exit with it.",
                    List.of(Syntax.FORMAT),
                    List.of("wait batch-7", "wait --format=json batch-7"))
            .withDetails("When a limit ended the container, the code is 137, and stderr says which limit. "
                    + "Exits with 125 when the container is not known or cannot be waited for.")
            .remote();

    /** A container's end, as {@code --format=json} shows it. */
    public record Ended(String id, int exitCode, Termination termination) {}

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int failed(ContainerizerException failure) {
        return ExitCode.ENGINE;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        String word = arguments.word("no container is named");
        try (Host host = Host.of(arguments, output)) {
            StoredContainer container = host.find(word);
            Termination end = host.await(container).join();
            int code = end.finalCode();
            if (json) {
                output.out().println(Json.of(new Ended(container.id().toString(), code, end.brief())));
            } else {
                output.out().println(code);
                Ending.complain(end, output);
            }
            return code;
        }
    }
}
