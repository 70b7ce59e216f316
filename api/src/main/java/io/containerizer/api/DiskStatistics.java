package io.containerizer.api;

import java.util.Optional;

/**
 * What occupies a disk in one place. Named as in Mesos' DiskStatistics, except the volume.
 *
 * @param volume the container path of a volume; absent: the sandbox
 * @param persistence which persistent volume it is, if it is one
 * @param limitBytes the quota, where there is one
 * @param usedBytes absent until it has been measured
 */
public record DiskStatistics(
        Optional<String> volume,
        Optional<Persistence> persistence,
        Optional<Long> limitBytes,
        Optional<Long> usedBytes) {

    /** Of no persistent volume. */
    public DiskStatistics(Optional<String> volume, Optional<Long> limitBytes, Optional<Long> usedBytes) {
        this(volume, Optional.empty(), limitBytes, usedBytes);
    }

    /** @param id the volume's id; its role is not told, as in Mesos */
    public record Persistence(String id) {}
}
