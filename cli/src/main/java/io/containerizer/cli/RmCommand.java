package io.containerizer.cli;

import java.util.List;

/** Removes containers that have ended, or makes them end. */
final class RmCommand implements Subcommand {

    private static final Option FORCE = Option.toggle("Kill those that run.", "--force", "-f");

    static final Syntax SYNTAX = Syntax.of(
                    "rm",
                    "ID...",
                    "Remove containers that have ended: their records and sandboxes.",
                    List.of(FORCE),
                    List.of("rm batch-7", "rm --force web"))
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean force = arguments.has(FORCE);
        return EachContainer.of(arguments, output).run((host, container) -> host.remove(container, force));
    }
}
