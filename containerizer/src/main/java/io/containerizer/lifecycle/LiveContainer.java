package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerState;
import io.containerizer.api.Resources;
import java.nio.file.Path;

/**
 * A container that an engine has in hand, as it knows it without asking the disk.
 *
 * @param spec as it was launched
 * @param hasOwnRoot whether its root file system is not the host's, or that of a container it is in
 * @param requests what it asks for at present, which may not be what it was launched with
 * @param limits likewise
 */
public record LiveContainer(
        ContainerSpec spec,
        Path sandbox,
        ContainerState state,
        boolean hasOwnRoot,
        Resources requests,
        Resources limits) {

    public ContainerId id() {
        return spec.id();
    }
}
