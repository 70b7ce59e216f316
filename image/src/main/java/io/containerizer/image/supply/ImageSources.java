package io.containerizer.image.supply;

import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageSource;
import io.containerizer.image.archive.ArchiveDirectory;
import io.containerizer.image.registry.DockerConfig;
import io.containerizer.image.registry.RegistryFlags;
import io.containerizer.image.registry.RegistrySettings;
import io.containerizer.image.registry.RegistrySource;
import java.nio.file.Path;
import java.util.Optional;

/** Where the flags say that images come from. */
final class ImageSources {

    private ImageSources() {}

    /**
     * @param own credentials that count before those of the flags
     * @param scratch for archives that are packed as a whole
     */
    static ImageSource of(FlagValues flags, Optional<DockerConfig> own, Path scratch) {
        String from = flags.get(ImageFlags.REGISTRY);
        if (from.startsWith("/")) {
            return new ArchiveDirectory(Path.of(from), scratch);
        }
        RegistrySettings settings = RegistryFlags.settings(flags, from, flags.get(ImageFlags.STALL_TIMEOUT));
        return RegistrySource.open(own.map(settings::withCredentials).orElse(settings), System.getenv());
    }
}
