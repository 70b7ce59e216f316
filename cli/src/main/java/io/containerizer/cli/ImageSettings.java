package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.FlagValues;
import io.containerizer.image.Platform;
import io.containerizer.image.supply.ImageFlags;
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
        checkPlatform(arguments);
        Map<String, String> values = new HashMap<>(AgentFlags.of(arguments).given());
        arguments.one(RunOptions.PLATFORM).ifPresent(platform -> {
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

    static void checkPlatform(Arguments arguments) {
        arguments.one(RunOptions.PLATFORM).ifPresent(platform -> checkPlatform(arguments, platform));
    }

    private static void checkPlatform(Arguments arguments, String platform) {
        try {
            var _ = Platform.parse(platform);
        } catch (ContainerizerException e) {
            throw arguments.usage(RunOptions.PLATFORM.name() + " is '" + platform + "': " + e.reason()
                    + e.hint().map(h -> "; " + h).orElse(""));
        }
    }
}
