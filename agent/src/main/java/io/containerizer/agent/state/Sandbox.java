package io.containerizer.agent.state;

import io.containerizer.api.ContainerId;
import java.nio.file.Path;

/**
 * A container's directory.
 *
 * @param user whom its command runs as
 */
public record Sandbox(ContainerId container, Path directory, String user) {}
