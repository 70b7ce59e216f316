package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.VolumeView;
import java.nio.file.Path;
import java.util.List;

/** Lists the persistent volumes. */
final class VolumesCommand implements Subcommand {

    private static final Option QUIET = Option.toggle("Only names.", "--quiet", "-q");

    static final Syntax SYNTAX = Syntax.of(
                    "volumes",
                    "",
                    "List the persistent volumes.",
                    List.of(QUIET, Syntax.FORMAT),
                    List.of("volumes", "volumes --format=json"))
            .withDetails("A volume is made by the first container that names it, as in: run --volume "
                    + "persistent:web/db:data:quota=1GB. It stays until it is removed: volumes rm.")
            .remote();

    /** What {@code --format=json} shows. */
    public record Row(String volume, Path directory, List<String> usedBy) {
        public Row {
            usedBy = List.copyOf(usedBy);
        }

        private static Row of(VolumeView view) {
            return new Row(
                    view.volume().toString(),
                    view.directory(),
                    view.usedBy().stream().map(ContainerId::toString).toList());
        }
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        arguments.noWords();
        List<Row> rows = rows(arguments, output);
        if (arguments.has(QUIET)) {
            rows.forEach(row -> output.out().println(row.volume()));
        } else if (json) {
            output.out().println(Json.of(rows));
        } else {
            Table table = new Table("VOLUME", "USED BY", "DIRECTORY");
            rows.forEach(row -> table.add(
                    row.volume(),
                    row.usedBy().isEmpty() ? "-" : String.join(", ", row.usedBy()),
                    row.directory().toString()));
            table.print(output.out());
        }
        return ExitCode.OK;
    }

    private static List<Row> rows(Arguments arguments, Output output) {
        try (Host host = Host.of(arguments, output)) {
            return host.volumes().stream().map(Row::of).toList();
        }
    }
}
