package io.containerizer.launch;

/**
 * A container's init.
 *
 * @param pid as the engine's PID namespace numbers it
 * @param handle a pidfd for the Linux launcher: it cannot come to mean another process
 */
public record InitProcess(int pid, int handle) {}
