package io.containerizer.api;

import java.util.List;

/**
 * How an image says that it is to be run, where the request says nothing else.
 *
 * @param entrypoint the program and its first arguments; empty: none
 * @param cmd further arguments, or without an entrypoint the program and its arguments
 * @param environment {@code NAME=VALUE} each, in the image's order
 * @param workingDirectory empty: not said
 * @param user a name or number, optionally {@code :group}, of the image's own tables; empty: not said
 */
public record ImageDefaults(
        List<String> entrypoint, List<String> cmd, List<String> environment, String workingDirectory, String user) {

    public ImageDefaults {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        environment = List.copyOf(environment);
    }
}
