package io.containerizer.agent.manage;

import io.containerizer.lifecycle.VolumeView;
import java.util.List;

/** What {@code /containerizer/volumes} answers. */
public record ListedVolumes(List<VolumeView> volumes) {
    public ListedVolumes {
        volumes = List.copyOf(volumes);
    }
}
