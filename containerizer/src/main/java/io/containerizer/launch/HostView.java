package io.containerizer.launch;

import io.containerizer.linux.proc.MountInfo;
import io.containerizer.linux.proc.MountInfo.Mount;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the host's mounts a container on the host's root sees. Every namespace copies the mount table, so a host
 * with thousands of mounts (other containers', mostly) would make each launch slow. Up to a number of mounts all are
 * shown; beyond it, those of the system: disks, network and kernel file systems, the usual temporary ones, and what the
 * engine itself needs. Volumes can be taken from anywhere in any case.
 *
 * @param all whether every mount is shown
 * @param mountPoints otherwise those that are, parents first
 */
record HostView(boolean all, List<String> mountPoints) {

    /** More than a host has that runs nothing but a system. */
    static final int SHOW_ALL_UP_TO = 128;

    private static final Set<String> KERNEL = Set.of(
            "proc",
            "sysfs",
            "devtmpfs",
            "devpts",
            "mqueue",
            "cgroup",
            "cgroup2",
            "securityfs",
            "bpf",
            "hugetlbfs",
            "debugfs",
            "tracefs",
            "configfs",
            "pstore",
            "efivarfs",
            "binfmt_misc",
            "hostfs");
    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb3", "ceph", "9p", "virtiofs", "glusterfs", "fuse.glusterfs", "lustre");
    private static final Set<String> TEMPORARY = Set.of(
            "/run", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/run/lock", "/sys/fs/cgroup", "/run/shm", "/var/run");

    static HostView choose(MountInfo info, List<Path> needed) {
        List<Mount> mounts = info.mounts();
        if (mounts.size() <= SHOW_ALL_UP_TO) {
            return new HostView(true, List.of());
        }
        Set<String> keep = new LinkedHashSet<>();
        List<String> neededPoints = needed.stream()
                .flatMap(p -> info.containing(p.toString()).stream())
                .map(Mount::mountPoint)
                .toList();
        for (Mount mount : mounts) {
            if (isSystem(mount) || neededPoints.contains(mount.mountPoint())) {
                keep.add(mount.mountPoint());
            }
        }
        keep.remove("/");
        return new HostView(false, List.copyOf(keep));
    }

    private static boolean isSystem(Mount mount) {
        boolean disk = !mount.device().startsWith("0:") && mount.root().equals("/");
        return disk
                || KERNEL.contains(mount.type())
                || NETWORK.contains(mount.type())
                || (mount.type().equals("tmpfs") && TEMPORARY.contains(mount.mountPoint()));
    }

    /** Whether a path shows inside the view what it shows on the host. */
    boolean shows(MountInfo info, String path) {
        return all
                || info.containing(path)
                        .map(m -> m.mountPoint().equals("/") || mountPoints.contains(m.mountPoint()))
                        .orElse(false);
    }
}
