package io.containerizer.agent.files;

import io.containerizer.agent.auth.Caller;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A directory or file of the host that is served.
 *
 * @param virtualPath what clients call it, absolute, without a slash at its end
 * @param access whether a caller may list and read it
 */
public record Attachment(String virtualPath, Path realPath, Predicate<Caller> access) {}
