package io.containerizer.isolator.disk;

import io.containerizer.api.Flag;
import io.containerizer.api.MesosDuration;
import java.time.Duration;

/** Flags that both disk isolators read. */
final class DiskFlags {

    static final Flag<Duration> WATCH_INTERVAL = Flag.of(
            "container_disk_watch_interval",
            "DURATION",
            MesosDuration::parse,
            "15secs",
            "Time between two looks at what a container uses of the disk.");
    static final Flag<Boolean> ENFORCE_QUOTA =
            Flag.bool("enforce_container_disk_quota", false, "Hold containers to the disk space they asked for.");

    private DiskFlags() {}
}
