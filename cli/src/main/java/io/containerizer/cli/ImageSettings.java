package io.containerizer.cli;

import io.containerizer.api.FlagValues;
import io.containerizer.image.supply.ImageFlags;
import java.util.HashMap;
import java.util.Map;

/** The engine's flags for commands that deal with images: as given, and otherwise so that images simply work. */
final class ImageSettings {

    private ImageSettings() {}

    /** Whether a command line of {@code run} is about images. */
    static boolean concerns(Arguments arguments) {
        return arguments.has(RunOptions.IMAGE) || arguments.flags().containsKey(ImageFlags.PROVIDERS.name());
    }

    static FlagValues of(Arguments arguments) {
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
}
