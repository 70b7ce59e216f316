package io.containerizer.api;

import java.util.Optional;
import java.util.Set;

/**
 * What only containers on Linux have.
 *
 * @param sharePidNamespace of a top-level container with the host, of a nested one with its parent
 * @param shareCgroups for nested containers: live in the parent's cgroups, without limits of their own
 * @param ipcMode which System V objects, message queues and {@code /dev/shm} the container sees
 * @param shmSize size of a {@code /dev/shm} of its own; 0: the kernel's default
 * @param effectiveCapabilities what the command may do; absent: the isolator's default
 * @param boundingCapabilities what it may ever gain; absent: the effective ones
 */
public record LinuxInfo(
        boolean sharePidNamespace,
        boolean shareCgroups,
        IpcMode ipcMode,
        Bytes shmSize,
        Optional<Set<Capability>> effectiveCapabilities,
        Optional<Set<Capability>> boundingCapabilities) {

    public static final LinuxInfo DEFAULT =
            new LinuxInfo(false, true, IpcMode.UNSET, Bytes.ZERO, Optional.empty(), Optional.empty());

    /** UNSET: a namespace of its own at top level, the parent's when nested. */
    public enum IpcMode {
        UNSET,
        PRIVATE,
        SHARE_PARENT
    }

    public LinuxInfo withSharePidNamespace(boolean share) {
        return new LinuxInfo(share, shareCgroups, ipcMode, shmSize, effectiveCapabilities, boundingCapabilities);
    }

    public LinuxInfo withShareCgroups(boolean share) {
        return new LinuxInfo(sharePidNamespace, share, ipcMode, shmSize, effectiveCapabilities, boundingCapabilities);
    }

    public LinuxInfo withIpc(IpcMode mode, Bytes size) {
        return new LinuxInfo(sharePidNamespace, shareCgroups, mode, size, effectiveCapabilities, boundingCapabilities);
    }

    public LinuxInfo withCapabilities(Optional<Set<Capability>> effective, Optional<Set<Capability>> bounding) {
        return new LinuxInfo(sharePidNamespace, shareCgroups, ipcMode, shmSize, effective, bounding);
    }
}
