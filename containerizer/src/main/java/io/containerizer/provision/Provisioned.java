package io.containerizer.provision;

import io.containerizer.api.ImageDefaults;
import io.containerizer.api.RootFileSystem;
import java.util.Map;
import java.util.Optional;

/**
 * What was made of the images that one container uses.
 *
 * @param directory a name among those of this container, never used before: all that was made is in it
 * @param image the digest of the image that its root is of; empty: its root is of none
 * @param root its root file system then
 * @param defaults how that image says it is to be run
 * @param volumes the trees of its volumes, by their container paths
 */
public record Provisioned(
        String directory,
        String image,
        Optional<RootFileSystem> root,
        Optional<ImageDefaults> defaults,
        Map<String, RootFileSystem> volumes) {

    public Provisioned {
        volumes = Map.copyOf(volumes);
    }
}
