package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.ImageSupply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The engine's flags for commands that deal with images: as given, and otherwise so that images simply work. */
final class ImageSettings {

    /** For the help of those commands. */
    static final String STORE_TEXT =
            "Images are kept in --docker_store_dir, by default store/docker in the work directory.";

    private ImageSettings() {}

    /** Whether a command line of {@code run} is about images. */
    static boolean concerns(Arguments arguments) {
        return arguments.has(RunOptions.IMAGE)
                || ImageVolume.areIn(arguments)
                || arguments.flags().containsKey(ImageFlags.PROVIDERS.name());
    }

    static FlagValues of(Arguments arguments) {
        Map<String, String> values = new HashMap<>(AgentFlags.of(arguments).given());
        arguments.one(RunOptions.PLATFORM).ifPresent(platform -> {
            checkPlatform(arguments, platform);
            if (values.put(ImageFlags.PLATFORM.name(), platform) != null) {
                throw arguments.usage(
                        "--platform and --" + ImageFlags.PLATFORM.name() + " are the same: leave one out");
            }
        });
        values.putIfAbsent(ImageFlags.PROVIDERS.name(), ImageFlags.DOCKER);
        values.putIfAbsent(
                ImageFlags.STORE.name(), Directories.of(arguments).imageStore().toString());
        return new FlagValues(values);
    }

    /** The name under which the store has an image. */
    static ImageReference inStore(Arguments arguments, ImageReference name) {
        return ImageFlags.inStore(of(arguments), name);
    }

    private static void checkPlatform(Arguments arguments, String platform) {
        try {
            var _ = Platform.parse(platform);
        } catch (ContainerizerException e) {
            throw arguments.usage(RunOptions.PLATFORM.name() + " is '" + platform + "': " + e.reason()
                    + e.hint().map(h -> "; " + h).orElse(""));
        }
    }

    /**
     * Images as this command line says, for commands that fetch some: only root may make all that layers have, files of
     * other users, devices, attributes.
     *
     * @param step what they are fetched for
     */
    static ImageSupply supply(Arguments arguments, String step, String subject) {
        FlagValues flags = of(arguments);
        if (!io.containerizer.lifecycle.Platform.isRoot()) {
            throw ContainerizerException.of(ErrorCode.UNUSABLE_HOST, step, subject, "only root can unpack images")
                    .withHint("run it with sudo");
        }
        return new ImageSupply(flags, InstantSource.system());
    }

    /** The same for commands about images that are here; a store that is not there is not made. */
    static ImageSupply existing(Arguments arguments) {
        Path directory = of(arguments).get(ImageFlags.STORE);
        if (Files.notExists(directory)) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND, "look for images in", directory.toString(), "it does not exist")
                    .withHint(
                            "fetch images with: containerizer pull NAME; or name their store with --docker_store_dir");
        }
        return new ImageSupply(of(arguments), InstantSource.system());
    }

    /** Whether there can be any images; if not, says so. */
    static boolean existOrSay(Arguments arguments, Output output) {
        Path directory = of(arguments).get(ImageFlags.STORE);
        boolean missing = Files.notExists(directory);
        if (missing) {
            output.complain("no image was fetched here: " + directory + " does not exist");
        }
        return !missing;
    }
}
