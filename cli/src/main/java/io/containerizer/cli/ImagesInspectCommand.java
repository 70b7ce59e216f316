package io.containerizer.cli;

import io.containerizer.image.ImageReference;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.image.supply.ImageSupply;
import io.containerizer.image.supply.PullPolicy;
import java.nio.file.Path;
import java.util.List;

/** Shows all that is known of an image. */
final class ImagesInspectCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "images inspect",
                    "NAME",
                    "Show an image's configuration and layers as JSON.",
                    List.of(RunOptions.PLATFORM),
                    List.of("images inspect app", "images inspect app | jq -r '.entrypoint[]'"))
            .withDetails(ImageSettings.STORE_TEXT);

    /**
     * What is shown.
     *
     * @param environment {@code NAME=VALUE} each
     * @param layers directories in overlayfs' form, the lowest first
     * @param diffIds the digests of those layers
     */
    public record Inspection(
            ImageRow image,
            List<String> entrypoint,
            List<String> cmd,
            List<String> environment,
            String workingDirectory,
            String user,
            List<String> diffIds,
            List<Path> layers) {}

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        ImageReference name = ImageReference.parse(arguments.word("no image is named"));
        ImageUsers users = ImageUsers.of(arguments);
        try (ImageSupply supply = ImageSettings.existing(arguments)) {
            StoredImage image = supply.get(name, PullPolicy.NEVER, PullObserver.NONE);
            var config = image.config();
            output.out()
                    .println(Json.of(new Inspection(
                            ImageRow.of(image, users),
                            config.entrypoint(),
                            config.cmd(),
                            config.environment(),
                            config.workingDirectory(),
                            config.user(),
                            config.diffIds().stream().map(Object::toString).toList(),
                            image.layers())));
        }
        return ExitCode.OK;
    }
}
