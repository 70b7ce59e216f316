package io.containerizer.api;

import java.util.Optional;

/**
 * The image that a container's root file system is to be made of.
 *
 * @param name its reference: {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}
 * @param cached whether one of this name that is in the store will do; false: its source is asked each time
 * @param dockerConfig credentials for this image, as the JSON of a docker {@code config.json}: where it has some for the
 *     image's repository, they are used and not the engine's. For this request's pull alone; once the image is in the
 *     store, whoever names it gets it
 */
public record ImageRequest(String name, boolean cached, Optional<Secret> dockerConfig) {

    /** One that the engine's own credentials do for. */
    public ImageRequest(String name, boolean cached) {
        this(name, cached, Optional.empty());
    }

    public ImageRequest {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check image",
                            "'" + name.replace('\0', '?') + "'",
                            "this is no name")
                    .withHint("write it like [REGISTRY/]REPOSITORY[:TAG]");
        }
    }

    public ImageRequest withDockerConfig(Secret json) {
        return new ImageRequest(name, cached, Optional.of(json));
    }
}
