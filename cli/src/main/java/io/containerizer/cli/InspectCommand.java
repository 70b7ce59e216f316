package io.containerizer.cli;

import java.util.List;

/** Shows all that is known of a container. */
final class InspectCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "inspect",
                    "ID",
                    "Show a container's request, state and launch plan as JSON.",
                    List.of(),
                    List.of("inspect web", "inspect web | jq .plan.environment"))
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        String word = arguments.word("no container is named");
        try (Host host = Host.of(arguments, output)) {
            output.out().println(host.inspect(host.find(word)));
        }
        return ExitCode.OK;
    }
}
