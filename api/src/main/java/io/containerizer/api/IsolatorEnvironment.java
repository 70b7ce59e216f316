package io.containerizer.api;

import java.nio.file.Path;
import java.util.Set;

/** What an isolator may build upon. */
public interface IsolatorEnvironment {

    FlagValues flags();

    /** The names in {@code --isolation}, aliases resolved. */
    Set<String> isolation();

    /** {@code linux} or {@code posix}. */
    String launcher();

    /** Where sandboxes are. */
    Path workDirectory();

    Path runtimeDirectory();

    /** Holds the persistent volumes, each in the directory of its role. */
    Path volumesDirectory();

    /**
     * A part of the engine that isolators may use: the cgroups of the host, the clock, the system calls.
     *
     * @throws ContainerizerException when this engine has none
     */
    <T> T service(Class<T> type);
}
