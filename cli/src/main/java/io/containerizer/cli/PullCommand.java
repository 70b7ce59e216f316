package io.containerizer.cli;

import io.containerizer.image.ImageReference;
import io.containerizer.image.supply.PullPolicy;
import java.util.List;

/** Fetches an image, whether or not one of its name is here. */
final class PullCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "pull",
                    "NAME",
                    "Fetch an image from its registry, or from a directory of archives.",
                    List.of(RunOptions.PLATFORM),
                    List.of(
                            "pull busybox",
                            "pull registry.example.org:5000/team/app:7",
                            "pull --platform=linux/arm64 debian:bookworm-slim",
                            "pull --docker_registry=/srv/images app",
                            "pull --docker_config=/root/.docker/config.json registry.example.org/team/app"))
            .withDetails(
                    "A name is [REGISTRY/]REPOSITORY[:TAG][@DIGEST]. Names without a registry are looked for where "
                            + "--docker_registry says: at a registry, by default Docker's, or in a directory, where app:7 is "
                            + "the file app:7.tar or app.tar. Layers that are here already are not fetched again.",
                    "How far it is goes to standard error, name and id of the image to standard output.",
                    ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        ImageReference name = ImageReference.parse(arguments.word("no image is named"));
        try (ImageHost images = ImageHost.forFetching(arguments, output, "pull", name.toString());
                PullProgress progress = PullProgress.on(output)) {
            images.fetch(
                    name,
                    PullPolicy.ALWAYS,
                    progress,
                    image -> output.out().println(image.reference() + " " + image.id()));
        }
        return ExitCode.OK;
    }
}
