package io.containerizer.cli;

import io.containerizer.api.ContainerState;
import io.containerizer.lifecycle.ContainerView;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/** Lists containers. */
final class PsCommand implements Subcommand {

    private static final Option ALL = Option.toggle("Those that have ended, too.", "--all", "-a");
    private static final Option QUIET = Option.toggle("Only ids.", "--quiet", "-q");

    static final Syntax SYNTAX = Syntax.of(
                    "ps",
                    "",
                    "List containers.",
                    List.of(ALL, QUIET, Syntax.FORMAT),
                    List.of("ps --all", "rm --force $(containerizer ps --all --quiet)", "ps --format=json"))
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        arguments.noWords();
        List<ContainerView> shown = look(arguments, output).stream()
                .filter(v -> arguments.has(ALL) || v.state() != ContainerState.TERMINATED)
                .toList();
        if (arguments.has(QUIET)) {
            shown.forEach(v -> output.out().println(v.id()));
        } else if (json) {
            output.out().println(Json.of(shown.stream().map(ContainerRow::of).toList()));
        } else {
            print(shown, output);
        }
        return ExitCode.OK;
    }

    private static List<ContainerView> look(Arguments arguments, Output output) {
        try (Host host = Host.of(arguments, output)) {
            return host.containers();
        }
    }

    private static void print(List<ContainerView> views, Output output) {
        double now = InstantSource.system().millis() / 1000.0;
        Table table = new Table("ID", "STATE", "PID", "AGE", "COMMAND");
        for (ContainerView view : views) {
            OptionalInt pid = view.pid();
            table.add(
                    view.id().toString(),
                    ContainerRow.of(view).stateText(),
                    pid.isPresent() ? Integer.toString(pid.getAsInt()) : "-",
                    Figures.age(now - view.stored().created()),
                    Figures.command(view.stored().spec()));
        }
        table.print(output.out());
    }
}
