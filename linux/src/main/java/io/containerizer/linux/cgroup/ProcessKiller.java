package io.containerizer.linux.cgroup;

import io.containerizer.api.ContainerId;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills every process of a container by its cgroup: with {@code cgroup.kill} in version 2, with the freezer in version
 * 1, so that nothing can fork faster than it is killed.
 */
public final class ProcessKiller {

    private static final int SIGKILL = 9;

    private final ContainerCgroups cgroups;
    private final Syscalls calls;

    public ProcessKiller(ContainerCgroups cgroups, Syscalls calls) {
        this.cgroups = cgroups;
        this.calls = calls;
    }

    /** @return the processes that were still there when the time ran out; none: all are dead */
    public List<Integer> killAll(Hierarchy hierarchy, ContainerId id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        long pause = 50_000;
        for (; ; ) {
            List<Integer> left = cgroups.processes(hierarchy, id);
            if (left.isEmpty() || System.nanoTime() > deadline) {
                return left;
            }
            killOnce(hierarchy, id, left);
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, 20_000_000);
        }
    }

    private void killOnce(Hierarchy hierarchy, ContainerId id, List<Integer> pids) {
        Path directory = cgroups.directory(hierarchy, id);
        if (hierarchy.unified()) {
            write(directory, "cgroup.kill", "1");
            return;
        }
        write(directory, "freezer.state", "FROZEN");
        try {
            pids.forEach(this::kill);
        } finally {
            write(directory, "freezer.state", "THAWED");
        }
    }

    private void write(Path directory, String file, String value) {
        try {
            cgroups.files().write(directory, file, value);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENODEV)) { // removed by whoever was quicker
                throw e;
            }
        }
    }

    private void kill(int pid) {
        try {
            int pidfd = calls.pidfdOpen(pid);
            try {
                calls.pidfdSignal(pidfd, SIGKILL);
            } finally {
                calls.close(pidfd);
            }
        } catch (KernelException e) {
            if (!e.is(Errno.ESRCH)) {
                throw e;
            }
        }
    }
}
