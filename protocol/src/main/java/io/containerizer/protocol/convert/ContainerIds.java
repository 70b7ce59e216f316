package io.containerizer.protocol.convert;

import io.containerizer.api.ContainerId;
import io.containerizer.protocol.mesos.ContainerID;
import java.util.ArrayList;
import java.util.List;

/** Ids: a path from the root in the engine, from the leaf in messages. */
public final class ContainerIds {

    private ContainerIds() {}

    /**
     * @throws io.containerizer.api.ContainerizerException INVALID_ID if a level is none
     */
    public static ContainerId fromMessage(ContainerID id) {
        List<String> path = new ArrayList<>();
        ContainerID level = id;
        path.add(level.getValue());
        while (level.hasParent()) {
            level = level.getParent();
            path.add(level.getValue());
        }
        return new ContainerId(path.reversed());
    }

    public static ContainerID toMessage(ContainerId id) {
        ContainerID message =
                ContainerID.newBuilder().setValue(id.path().getFirst()).build();
        for (String value : id.path().subList(1, id.path().size())) {
            message =
                    ContainerID.newBuilder().setValue(value).setParent(message).build();
        }
        return message;
    }
}
