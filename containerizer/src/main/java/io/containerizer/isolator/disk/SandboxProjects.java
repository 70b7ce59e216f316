package io.containerizer.isolator.disk;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The project that a sandbox is charged to: a label on its directory, which all that is made in it inherits. */
final class SandboxProjects {

    /** The kernel takes removed files off its counts a moment later, in a thread of its own. */
    private static final int TRIES = 10;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private static final String LOCK = "xfs_projects.lock";
    private static final int OWNER_ONLY = 0600;

    private final Syscalls calls;
    private final Path workDirectory;
    private final ProjectIds ids;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    SandboxProjects(Syscalls calls, Path workDirectory, ProjectRange range) {
        this.calls = calls;
        this.workDirectory = workDirectory;
        this.ids = new ProjectIds(calls, range);
    }

    /** Charges an empty sandbox to the lowest free project, and limits that, in bytes. */
    long assign(Container container, long soft, long hard) {
        try {
            long project = onSandbox(container, sandbox -> assign(sandbox, soft, hard));
            chargeScratch(container, project);
            return project;
        } catch (ContainerizerException e) {
            throw hinted(e)
                    .during(ErrorCode.LAUNCH_FAILED, "charge the sandbox of " + container.id() + " to a project");
        }
    }

    /** A request may put its sandbox elsewhere than the work directory, which was looked at when the engine started. */
    private static ContainerizerException hinted(ContainerizerException failure) {
        boolean noQuota = failure instanceof KernelException e
                && Stream.of(Errno.ENOSYS, Errno.ENOTTY, Errno.EOPNOTSUPP, Errno.ESRCH)
                        .anyMatch(e::is);
        return noQuota ? failure.withHint("a sandbox must be on an XFS mounted with -o prjquota") : failure;
    }

    private long assign(int sandbox, long soft, long hard) {
        for (int tries = 1; tries < TRIES; tries++) {
            OptionalLong project = tryToAssign(sandbox, soft, hard);
            if (project.isPresent()) {
                return project.getAsLong();
            }
            var _ = calls.nextProject(sandbox, 0); // hurries the kernel
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return tryToAssign(sandbox, soft, hard).orElseThrow(this::exhausted);
    }

    /** What a container changes in images is charged with its sandbox; nothing is in these directories yet. */
    private void chargeScratch(Container container, long project) {
        for (Path directory : container.scratch()) {
            var _ = onDirectory(directory, fd -> {
                calls.setProject(fd, project);
                return fd;
            });
        }
    }

    /** Charges the empty sandbox of a nested container to its parent's project, if that has one. */
    void join(Container container, Path parent) {
        try {
            long project = onDirectory(parent, calls::project);
            if (project != 0) {
                var _ = onSandbox(container, sandbox -> {
                    calls.setProject(sandbox, project);
                    return sandbox;
                });
                chargeScratch(container, project);
            }
        } catch (ContainerizerException e) {
            throw e.during(ErrorCode.LAUNCH_FAILED, "charge the sandbox of " + container.id() + " to its parent");
        }
    }

    /**
     * The file lock keeps engines of one work directory apart. Only root can open the file: everybody may lock what he can
     * read. Only one thread of an engine waits for it in the kernel.
     */
    private OptionalLong tryToAssign(int sandbox, long soft, long hard) {
        oneAtATime.lock();
        try {
            int lock = calls.open(
                    workDirectory.resolve(LOCK).toString(), OpenFlag.READ_WRITE | OpenFlag.CREATE, OWNER_ONLY);
            try {
                calls.lock(lock);
                OptionalLong free = ids.lowestFree(sandbox);
                if (free.isPresent()) {
                    calls.setProject(sandbox, free.getAsLong());
                    calls.limitProject(sandbox, free.getAsLong(), soft, hard);
                }
                return free;
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
                .withHint("remove containers that have ended, or give more ids with --xfs_project_range");
    }

    /** The project that a sandbox is charged to; nothing without a label, or without a sandbox. */
    OptionalLong find(Container container) {
        try {
            long project = onSandbox(container, calls::project);
            return project == 0 ? OptionalLong.empty() : OptionalLong.of(project);
        } catch (KernelException e) {
            return ifGone(e, OptionalLong.empty());
        }
    }

    /** Nothing without a sandbox. */
    Optional<ProjectQuota> quota(Container container, long project) {
        try {
            return onSandbox(
                    container, sandbox -> calls.nextProject(sandbox, project).filter(q -> q.project() == project));
        } catch (KernelException e) {
            return ifGone(e, Optional.empty());
        }
    }

    private static <T> T ifGone(KernelException failure, T nothing) {
        if (failure.is(Errno.ENOENT)) {
            return nothing;
        }
        throw failure;
    }

    void limit(Container container, long project, long soft, long hard) {
        var _ = onSandbox(container, sandbox -> {
            calls.limitProject(sandbox, project, soft, hard);
            return sandbox;
        });
    }

    long total() {
        return ids.range().size();
    }

    long free() {
        return onDirectory(workDirectory, ids::countFree);
    }

    /** No link in place of a sandbox is followed. */
    private <T> T onSandbox(Container container, IntFunction<T> body) {
        Path sandbox = container.sandbox();
        Path name = Objects.requireNonNull(sandbox.getFileName(), "a sandbox is not /");
        Path above = Objects.requireNonNull(sandbox.getParent(), "a sandbox is not /");
        return onDirectory(above, directory -> {
            int fd = calls.openBeneath(directory, name.toString(), OpenFlag.NONBLOCK);
            try {
                return body.apply(fd);
            } finally {
                calls.close(fd);
            }
        });
    }

    private <T> T onDirectory(Path directory, IntFunction<T> body) {
        int fd = calls.open(directory.toString(), OpenFlag.READ, 0);
        try {
            return body.apply(fd);
        } finally {
            calls.close(fd);
        }
    }
}
