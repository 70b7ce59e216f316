package io.containerizer.api;

import java.util.Optional;

/**
 * What occupies a disk in one place. Named as in Mesos' DiskStatistics, except the volume.
 *
 * @param volume the container path of a volume; absent: the sandbox
 * @param limitBytes the quota, where there is one
 * @param usedBytes absent until it has been measured
 */
public record DiskStatistics(Optional<String> volume, Optional<Long> limitBytes, Optional<Long> usedBytes) {}
