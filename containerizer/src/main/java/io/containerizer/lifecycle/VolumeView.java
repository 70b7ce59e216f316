package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.Volume;
import java.nio.file.Path;
import java.util.List;

/**
 * A persistent volume that is there.
 *
 * @param directory where it is on the host
 * @param usedBy containers that have not ended
 */
public record VolumeView(Volume.Persistent volume, Path directory, List<ContainerId> usedBy) {
    public VolumeView {
        usedBy = List.copyOf(usedBy);
    }
}
