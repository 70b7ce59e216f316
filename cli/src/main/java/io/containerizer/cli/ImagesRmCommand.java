package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.ImageReference;
import java.util.List;

/** Removes images by their names. */
final class ImagesRmCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "images rm",
                    "NAME...",
                    "Remove images: their names, and the layers that no other image has.",
                    List.of(),
                    List.of("images rm app:6", "images rm $(containerizer images --quiet)"))
            .withDetails("An image that a container uses is not removed.", ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        List<String> names = arguments.words("no image is named");
        int code = ExitCode.OK;
        try (ImageHost images = ImageHost.existing(arguments, output)) {
            for (String name : names) {
                try {
                    images.remove(ImageReference.parse(name));
                } catch (ContainerizerException e) {
                    output.complain(String.valueOf(e.getMessage()));
                    code = ExitCode.FAILED;
                }
            }
        }
        return code;
    }
}
