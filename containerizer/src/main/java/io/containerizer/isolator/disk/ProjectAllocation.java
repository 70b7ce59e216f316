package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Gives out project ids, one at a time among all engines of a work directory. */
final class ProjectAllocation {

    /** The kernel takes removed files off its counts a moment later, in a thread of its own. */
    private static final int TRIES = 10;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private static final String LOCK = "xfs_projects.lock";
    private static final int OWNER_ONLY = 0600;

    private final Syscalls calls;
    private final Path workDirectory;
    private final VolumeMarkers markers;
    private final ProjectIds ids;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    /** What is to be charged to a project. */
    interface Target {

        /** The project that it has already, under the lock. */
        OptionalLong known();

        /** Charges it, under the lock. */
        void charge(long project);
    }

    ProjectAllocation(Syscalls calls, Path workDirectory, VolumeMarkers markers, ProjectRange range) {
        this.calls = calls;
        this.workDirectory = workDirectory;
        this.markers = markers;
        this.ids = new ProjectIds(calls, range);
    }

    /**
     * Charges a target to the project it has, or to the lowest that is free.
     *
     * @param fd any file of the file system
     */
    long charge(int fd, Target target) {
        for (int tries = 1; tries < TRIES; tries++) {
            OptionalLong project = tryToCharge(fd, target);
            if (project.isPresent()) {
                return project.getAsLong();
            }
            var _ = calls.nextProject(fd, 0); // hurries the kernel
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return tryToCharge(fd, target).orElseThrow(this::exhausted);
    }

    /**
     * The file lock keeps engines of one work directory apart. Only root can open the file: everybody may lock what he can
     * read. Only one thread of an engine waits for it in the kernel.
     */
    private OptionalLong tryToCharge(int fd, Target target) {
        oneAtATime.lock();
        try {
            int lock = calls.open(
                    workDirectory.resolve(LOCK).toString(), OpenFlag.READ_WRITE | OpenFlag.CREATE, OWNER_ONLY);
            try {
                calls.lock(lock);
                OptionalLong project = target.known();
                if (project.isEmpty()) {
                    markers.removeStale();
                    project = ids.lowestFree(fd);
                }
                project.ifPresent(target::charge);
                return project;
            } finally {
                calls.close(lock);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private ContainerizerException exhausted() {
        return ContainerizerException.of(
                        ErrorCode.LAUNCH_FAILED,
                        "find a free project id in",
                        ids.range().toString(),
                        "all " + ids.range().size() + " are in use")
                .withHint("remove containers that have ended, or volumes, or give more ids with --xfs_project_range");
    }

    long total() {
        return ids.range().size();
    }

    /** What only the marker of a removed volume holds is free, too. */
    long free() {
        markers.removeStale();
        int fd = calls.open(workDirectory.toString(), OpenFlag.READ, 0);
        try {
            return ids.countFree(fd);
        } finally {
            calls.close(fd);
        }
    }
}
