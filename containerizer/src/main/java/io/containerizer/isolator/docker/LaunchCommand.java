package io.containerizer.isolator.docker;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a container of an image runs, out of what the request names and what the image does. */
final class LaunchCommand {

    private LaunchCommand() {}

    /**
     * The command that the image makes of a request without one of its own: the entrypoint and the cmd, or the
     * request's arguments in place of the cmd's. Without an entrypoint the cmd's first word is the program.
     *
     * @return absent: the request names its command
     * @throws ContainerizerException INVALID_IMAGE when the image has neither
     */
    static Optional<Command> of(Command requested, ImageDefaults image, String name) {
        if (!requested.isOfImage()) {
            return Optional.empty();
        }
        List<String> fixed =
                image.entrypoint().isEmpty() ? image.cmd().stream().limit(1).toList() : image.entrypoint();
        if (fixed.isEmpty()) {
            throw refused(name, "the image has neither Entrypoint nor Cmd");
        }
        if (fixed.getFirst().isEmpty()) {
            throw refused(name, "the program in the image's Entrypoint or Cmd is an empty word");
        }
        List<String> replaceable = image.entrypoint().isEmpty()
                ? image.cmd().subList(1, image.cmd().size())
                : image.cmd();
        List<String> words = new ArrayList<>(fixed);
        words.addAll(requested.arguments().isEmpty() ? replaceable : requested.arguments());
        return Optional.of(Command.of(words).withEnvironment(requested.environment()));
    }

    private static ContainerizerException refused(String image, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, "choose a command out of image", image, why)
                .withHint("name a command");
    }
}
