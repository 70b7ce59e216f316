package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;

/**
 * Something that a part of the engine has begun for a container and not ended.
 *
 * @param name part and call, such as {@code disk/du::cleanup} or {@code launcher::fork}
 */
public record PendingOperation(String name, ContainerId container) {}
