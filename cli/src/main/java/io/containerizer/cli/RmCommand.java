package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;

/** Removes containers that have ended, or makes them end. */
final class RmCommand implements Subcommand {

    private static final Option FORCE = Option.toggle("Kill those that run.", "--force", "-f");

    static final Syntax SYNTAX = Syntax.of(
            "rm",
            "ID...",
            "Remove containers that have ended: their records and sandboxes.",
            List.of(FORCE),
            List.of("rm batch-7", "rm --force web"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean force = arguments.has(FORCE);
        return EachContainer.of(arguments, output).run((engines, container) -> remove(engines, container, force));
    }

    private static void remove(Engines engines, StoredContainer container, boolean force) {
        Containerizer engine = engines.of(container);
        ContainerId id = container.id();
        if (force) {
            engine.destroy(id).join();
        }
        if (!force || engine.find(id).isPresent()) { // it may be one that goes when it ends
            engine.remove(id);
        }
    }
}
