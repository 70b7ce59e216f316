package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The checkpoint {@code config}: all that a later engine needs to take a container over or to clean up behind it.
 *
 * @param isolation the isolators it was launched with, in order
 * @param flags those that were given to the engine that launched it
 * @param engine which one that was
 * @param launcher its launcher
 * @param created seconds since 1970
 * @param cgroupOwner whose cgroups it lives in
 */
public record StoredContainer(
        ContainerSpec spec,
        Identity identity,
        Path sandbox,
        List<String> isolation,
        Map<String, String> flags,
        String engine,
        String launcher,
        double created,
        String cgroupOwner) {

    public ContainerId id() {
        return spec.id();
    }
}
