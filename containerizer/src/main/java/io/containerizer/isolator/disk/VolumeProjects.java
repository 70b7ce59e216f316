package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** The projects that persistent volumes are charged to: each has one of its own from its first use until it is removed. */
final class VolumeProjects {

    private final Syscalls calls;
    private final ProjectAllocation allocation;
    private final VolumeMarkers markers;

    VolumeProjects(Syscalls calls, ProjectAllocation allocation, VolumeMarkers markers) {
        this.calls = calls;
        this.allocation = allocation;
        this.markers = markers;
    }

    /** Charges a volume to its project, and limits that, in bytes. What is in it already is charged with it. */
    long charge(Persistent volume, Path directory, long soft, long hard) {
        try {
            return onVolume(directory, fd -> {
                long project = allocation.charge(fd, new Marked(directory));
                markers.locked(directory, () -> {
                    if (calls.project(fd) != project) {
                        calls.setProjectOfTree(fd, project);
                    }
                    calls.limitProject(fd, project, soft, hard);
                });
                return project;
            });
        } catch (ContainerizerException e) {
            throw LabelledDirectory.hinted(e)
                    .during(ErrorCode.LAUNCH_FAILED, "charge the persistent volume " + volume + " to a project");
        }
    }

    /**
     * Only the marker is charged under the lock that all launches need: who fills a volume as fast as it is charged holds
     * up nobody but its other users.
     */
    private final class Marked implements ProjectAllocation.Target {
        private final Path directory;

        private Marked(Path directory) {
            this.directory = directory;
        }

        @Override
        public OptionalLong known() {
            return find(directory);
        }

        @Override
        public void charge(long project) {
            if (markers.project(directory) != project) {
                markers.mark(directory, project);
            }
        }
    }

    /** Nothing for one that was never charged. */
    OptionalLong find(Path directory) {
        long project = markers.project(directory);
        return project == 0 ? OptionalLong.empty() : OptionalLong.of(project);
    }

    /** Nothing without a volume. */
    Optional<ProjectQuota> quota(Path directory, long project) {
        try {
            return onVolume(
                    directory, fd -> calls.nextProject(fd, project).filter(quota -> quota.project() == project));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T onVolume(Path directory, IntFunction<T> body) {
        return LabelledDirectory.on(calls, directory, body);
    }
}
