package io.containerizer.isolator.disk;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** The project that a sandbox is charged to: a label on its directory, which all that is made in it inherits. */
final class SandboxProjects {

    private final Syscalls calls;
    private final ProjectAllocation allocation;

    SandboxProjects(Syscalls calls, ProjectAllocation allocation) {
        this.calls = calls;
        this.allocation = allocation;
    }

    /** Charges an empty sandbox to the lowest free project, and limits that, in bytes. */
    long assign(Container container, long soft, long hard) {
        try {
            long project = onSandbox(
                    container,
                    sandbox -> allocation.charge(sandbox, new ProjectAllocation.Target() {
                        @Override
                        public OptionalLong known() {
                            return OptionalLong.empty();
                        }

                        @Override
                        public void charge(long free) {
                            calls.setProject(sandbox, free);
                            calls.limitProject(sandbox, free, soft, hard);
                        }
                    }));
            chargeScratch(container, project);
            return project;
        } catch (ContainerizerException e) {
            throw LabelledDirectory.hinted(e)
                    .during(ErrorCode.LAUNCH_FAILED, "charge the sandbox of " + container.id() + " to a project");
        }
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

    /** No link in place of a sandbox is followed. */
    private <T> T onSandbox(Container container, IntFunction<T> body) {
        return LabelledDirectory.on(calls, container.sandbox(), body);
    }

    private <T> T onDirectory(Path directory, IntFunction<T> body) {
        return LabelledDirectory.onTrusted(calls, directory, body);
    }
}
