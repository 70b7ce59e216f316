package io.containerizer.cli;

import io.containerizer.image.ImageReference;
import java.util.List;

/** Shows all that is known of an image. */
final class ImagesInspectCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "images inspect",
                    "NAME",
                    "Show an image's configuration and layers as JSON.",
                    List.of(RunOptions.PLATFORM),
                    List.of("images inspect app", "images inspect app | jq -r '.entrypoint[]'"))
            .withDetails(ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        ImageReference name = ImageReference.parse(arguments.word("no image is named"));
        try (ImageHost images = ImageHost.existing(arguments, output)) {
            output.out().println(images.inspect(name));
        }
        return ExitCode.OK;
    }
}
