package io.containerizer.cli;

import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PrunePolicy;
import io.containerizer.inventory.PrunedImages;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes the images that nobody uses. */
final class ImagesPruneCommand implements Subcommand {

    private static final Option HEADROOM = Option.one(
            "PART",
            "Only until this part of the file system is free, as 0.2; those that were used longest ago go first.",
            "--headroom");
    private static final Option KEEP = Option.many("NAME", "An image that stays. Repeatable.", "--keep");

    static final Syntax SYNTAX = Syntax.of(
                    "images prune",
                    "",
                    "Remove images that no container uses.",
                    List.of(HEADROOM, KEEP, Syntax.FORMAT),
                    List.of("images prune", "images prune --headroom=0.2 --keep=base:1"))
            .withDetails("An engine does that by itself with --image_gc_config.", ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        arguments.noWords();
        double headroom =
                arguments.one(HEADROOM).map(text -> part(arguments, text)).orElse(PrunePolicy.ALL.headroom());
        Set<ImageReference> keep =
                arguments.all(KEEP).stream().map(ImageReference::parse).collect(Collectors.toSet());
        PrunedImages pruned;
        try (ImageHost images = ImageHost.existing(arguments, output)) {
            pruned = images.prune(headroom, keep);
        }
        print(pruned, json, output);
        return ExitCode.OK;
    }

    private static void print(PrunedImages pruned, boolean json, Output output) {
        if (json) {
            output.out().println(Json.whole(pruned));
        } else {
            pruned.images().forEach(name -> output.out().println("removed " + name));
            output.out()
                    .println("freed " + Figures.bytes((double) pruned.bytes()) + " in " + pruned.layers() + " layers");
        }
    }

    private static double part(Arguments arguments, String text) {
        try {
            double part = Double.parseDouble(text);
            if (part >= 0 && part <= 1) {
                return part;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw arguments.usage("--headroom is '" + text + "', which is no number between 0 and 1");
    }
}
