package io.containerizer.isolator.disk;

import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;

/** What {@code disk/xfs} needs: root, and sandboxes on an XFS that counts by projects. */
final class XfsRequirements {

    private static final long XFS = 0x58465342;

    private XfsRequirements() {}

    static Verdict check(IsolatorEnvironment environment) {
        Verdict common = LinuxRequirements.of(environment).verdict();
        if (!common.isUsable()) {
            return common;
        }
        Syscalls calls = environment.service(Syscalls.class);
        Path directory = existing(calls, environment.workDirectory().toAbsolutePath());
        if (calls.fileSystemType(directory.toString()) != XFS) {
            return Verdict.unusable(
                    directory + " is not on XFS", "set --work_dir to a directory on an XFS mounted with -o prjquota");
        }
        return switch (state(calls, directory)) {
            case IGNORED ->
                Verdict.unusable(
                        "the XFS of " + directory + " does not count by projects",
                        "unmount it and mount it with -o prjquota; for the root file system, boot with rootflags=prjquota");
            case COUNTED ->
                Verdict.usable(common.evidence() + "; the XFS of " + directory
                        + " counts by projects and enforces no limits (pqnoenforce)");
            case ENFORCED ->
                Verdict.usable(common.evidence() + "; the XFS of " + directory + " counts and limits by projects");
        };
    }

    /** The work directory, or where the engine will make it when it starts. */
    private static Path existing(Syscalls calls, Path directory) {
        Path parent = directory.getParent();
        return parent == null || calls.stat(directory.toString()).isPresent() ? directory : existing(calls, parent);
    }

    private static ProjectState state(Syscalls calls, Path directory) {
        int fd = calls.open(directory.toString(), OpenFlag.READ, 0);
        try {
            return calls.projectState(fd);
        } finally {
            calls.close(fd);
        }
    }
}
