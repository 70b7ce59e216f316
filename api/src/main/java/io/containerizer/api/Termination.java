package io.containerizer.api;

import java.util.Optional;

/**
 * How a container ended.
 *
 * @param status as wait(2) gives it: the exit code times 256, or the number of the signal that killed it
 * @param message for people; empty when the command just ended
 */
public record Termination(int status, Optional<Limitation> limitation, String message) {

    /** The status of a command killed by SIGKILL: also taken when a container vanished without leaving one. */
    public static final int KILLED = 9;

    public static Termination of(int status) {
        return new Termination(status, Optional.empty(), "");
    }

    public boolean signaled() {
        return (status & 0x7f) != 0;
    }

    /** The exit code, or 128 and the signal's number, as a shell gives it. */
    public int exitCode() {
        return signaled() ? 128 + (status & 0x7f) : (status >> 8) & 0xff;
    }

    /** The same, but that of SIGKILL when a limit ended the container, whatever the command made of it. */
    public int finalCode() {
        return limitation.isPresent() ? 128 + KILLED : exitCode();
    }

    /** The same with its message in one line: the limitation has all of it. */
    public Termination brief() {
        return new Termination(status, limitation, message.lines().findFirst().orElse(""));
    }
}
