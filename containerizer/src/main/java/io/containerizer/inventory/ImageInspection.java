package io.containerizer.inventory;

import java.nio.file.Path;
import java.util.List;

/**
 * All that is known of an image.
 *
 * @param environment {@code NAME=VALUE} each
 * @param diffIds the digests of its layers, the lowest first
 * @param layers directories of those, in overlayfs' form
 */
public record ImageInspection(
        ImageRow image,
        List<String> entrypoint,
        List<String> cmd,
        List<String> environment,
        String workingDirectory,
        String user,
        List<String> diffIds,
        List<Path> layers) {

    public ImageInspection {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        environment = List.copyOf(environment);
        diffIds = List.copyOf(diffIds);
        layers = List.copyOf(layers);
    }
}
