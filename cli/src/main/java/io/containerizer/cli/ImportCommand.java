package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.ImageReference;
import io.containerizer.image.archive.Archive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes images out of an archive. */
final class ImportCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "import",
                    "FILE|DIR [NAME]",
                    "Take images out of an archive or a layout directory.",
                    List.of(RunOptions.PLATFORM),
                    List.of(
                            "import app.tar",
                            "import app.tar registry.example.org/team/app:7",
                            "import layout-dir app:7"))
            .withDetails(
                    "FILE is what `docker save` writes, or the tar of an OCI image layout, also packed with gzip or zstd; DIR is "
                            + "an OCI image layout. Without NAME all its images come, under the names it has for them, "
                            + "docker.io/library/app as app. With NAME there must be one image, or one of this name.",
                    ImageSettings.STORE_TEXT)
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        List<String> words = arguments.words("no archive is named");
        if (words.size() > 2) {
            throw arguments.usage("there is one word too many: " + words.getLast());
        }
        Path file = Path.of(words.getFirst()).toAbsolutePath();
        if (!Files.exists(file)) {
            throw arguments.usage("there is no " + file);
        }
        if (Files.isDirectory(file) && !Archive.isLayout(file)) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE, "import", file.toString(), "it is a directory, and no OCI layout")
                    .withHint("if it has archives in it, name them one by one, or fetch one with: containerizer pull"
                            + " --docker_registry=" + file + " NAME");
        }
        Optional<ImageReference> name =
                words.size() == 2 ? Optional.of(ImageReference.parse(words.get(1))) : Optional.empty();
        try (ImageHost images = ImageHost.forFetching(arguments, output, "import", file.toString());
                PullProgress progress = PullProgress.on(output)) {
            images.take(file, name, progress, image -> output.out().println(image.reference() + " " + image.id()));
        }
        return ExitCode.OK;
    }
}
