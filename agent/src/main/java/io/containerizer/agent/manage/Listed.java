package io.containerizer.agent.manage;

import io.containerizer.lifecycle.ContainerView;
import java.util.List;

/** What {@code /containerizer/containers} answers. */
public record Listed(List<ContainerView> containers) {
    public Listed {
        containers = List.copyOf(containers);
    }
}
