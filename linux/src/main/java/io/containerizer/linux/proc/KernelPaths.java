package io.containerizer.linux.proc;

import java.util.List;

/** Places in a container that the kernel or every Linux program knows. */
public final class KernelPaths {

    public static final String PROC = "/proc";
    public static final String SHM = "/dev/shm";

    /** Changing these changes the host. */
    public static final List<String> PROTECTED =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** These tell of the host, or of its other containers. */
    public static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/kcore",
            "/proc/keys",
            "/proc/key-users",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/firmware");

    private KernelPaths() {}
}
