package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.ImageReference;
import io.containerizer.image.supply.ImageSupply;
import java.util.List;

/** Removes images by their names. */
final class ImagesRmCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "images rm",
                    "NAME...",
                    "Remove images: their names, and the layers that no other image has.",
                    List.of(),
                    List.of("images rm app:6", "images rm $(containerizer images --quiet)"))
            .withDetails("An image that a container uses is not removed.", ImageSettings.STORE_TEXT);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        List<String> names = arguments.words("no image is named");
        int code = ExitCode.OK;
        ImageUsers users = ImageUsers.of(arguments);
        try (ImageSupply supply = ImageSettings.existing(arguments)) {
            for (String name : names) {
                try {
                    ImageReference image = ImageReference.parse(name);
                    checkUnused(ImageSettings.inStore(arguments, image), users);
                    supply.remove(image);
                } catch (ContainerizerException e) {
                    output.complain(String.valueOf(e.getMessage()));
                    code = ExitCode.FAILED;
                }
            }
        }
        return code;
    }

    /** The store knows, too, but not the containers' names. */
    private static void checkUnused(ImageReference image, ImageUsers users) {
        List<ContainerId> ids = users.of(image);
        if (!ids.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_IN_USE,
                            "remove image",
                            image.toString(),
                            "used by "
                                    + String.join(
                                            ", ",
                                            ids.stream()
                                                    .map(ContainerId::toString)
                                                    .toList()))
                    .withHint("end these containers first");
        }
    }
}
