package io.containerizer.launch;

import java.util.OptionalInt;

/**
 * A container's init.
 *
 * @param pid as the engine's PID namespace numbers it
 * @param handle a pidfd for the Linux launcher: it cannot come to mean another process
 * @param terminal the master side of the terminal it was launched with, the caller's to close
 */
public record InitProcess(int pid, int handle, OptionalInt terminal) {
    public InitProcess(int pid, int handle) {
        this(pid, handle, OptionalInt.empty());
    }
}
