package io.containerizer.image;

import java.util.List;

/**
 * What an image says about itself in its configuration: how to run it, and what its layers are.
 *
 * @param entrypoint the program every container of the image runs, with its first arguments; empty: none
 * @param cmd the arguments, or without an entrypoint the program, that a request may replace
 * @param environment {@code NAME=VALUE} each, in the image's order
 * @param workingDirectory empty: not said
 * @param user a name or number, optionally {@code :group}, to be found in the image's own tables; empty: not said
 * @param diffIds the layers, the lowest first
 */
public record ImageConfig(
        Platform platform,
        List<String> entrypoint,
        List<String> cmd,
        List<String> environment,
        String workingDirectory,
        String user,
        List<Digest> diffIds) {

    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        environment = List.copyOf(environment);
        diffIds = List.copyOf(diffIds);
    }
}
