package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.Image;
import io.containerizer.protocol.mesos.agent.Call;

/** PRUNE_IMAGES. */
final class PruneCalls {

    private final Containers containers;
    private final Permissions permissions;

    PruneCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    /** An agent without images has none to remove. */
    Answer prune(Call call, Exchange exchange) {
        permissions.require(exchange.caller(), Action.PRUNE_IMAGES, "");
        try {
            containers.pruneImages(call.getPruneImages().getExcludedImagesList().stream()
                    .filter(image -> image.getType() == Image.Type.DOCKER)
                    .map(image -> image.getDocker().getName())
                    .toList());
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.IMAGE_NOT_FOUND) {
                throw e;
            }
        }
        return Answer.empty(200);
    }
}
