package io.containerizer.api;

/**
 * The image that a container's root file system is to be made of.
 *
 * @param name its reference: {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}
 * @param cached whether one of this name that is in the store will do; false: its source is asked each time
 */
public record ImageRequest(String name, boolean cached) {

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
}
