package io.containerizer.cli;

import io.containerizer.inventory.ImageRow;
import java.time.InstantSource;
import java.util.List;

/** Lists the images that are here. */
final class ImagesCommand implements Subcommand {

    private static final Option QUIET = Option.toggle("Only names.", "--quiet", "-q");
    private static final int ID_LENGTH = 12;

    static final Syntax SYNTAX = Syntax.of(
                    "images",
                    "",
                    "List the images that are here.",
                    List.of(QUIET, Syntax.FORMAT),
                    List.of("images", "images --format=json", "images --docker_store_dir=/var/lib/mesos/store/docker"))
            .withDetails(
                    "Commands about one image: images inspect, images rm. Those that no container uses go with "
                            + "images prune. New ones come with pull and import.",
                    ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        arguments.noWords();
        List<ImageRow> rows;
        try (ImageHost images = ImageHost.existing(arguments, output)) {
            rows = images.list();
        }
        if (arguments.has(QUIET)) {
            rows.forEach(row -> output.out().println(row.reference()));
        } else if (json) {
            output.out().println(Json.of(rows));
        } else {
            print(rows, output);
        }
        return ExitCode.OK;
    }

    private static void print(List<ImageRow> rows, Output output) {
        double now = InstantSource.system().millis() / 1000.0;
        Table table = new Table("IMAGE", "ID", "PLATFORM", "SIZE", "AGE", "USED BY");
        for (ImageRow row : rows) {
            table.add(
                    row.reference(),
                    row.id().substring(row.id().indexOf(':') + 1).substring(0, ID_LENGTH),
                    row.platform(),
                    Figures.bytes((double) row.bytes()),
                    Figures.age(now - row.pulled()),
                    users(row.usedBy()));
        }
        table.print(output.out());
    }

    private static String users(List<String> ids) {
        return switch (ids.size()) {
            case 0 -> "-";
            case 1, 2 -> String.join(", ", ids);
            default -> ids.getFirst() + " and " + (ids.size() - 1) + " more";
        };
    }
}
