package io.containerizer.linux.syscall;

import java.util.Optional;

/**
 * Projects, as XFS knows them: every file is charged to at most one, and the kernel counts what each uses and may limit
 * it. Ids are unsigned 32-bit numbers. Descriptors say which file or file system is meant. Each call throws {@link
 * KernelException}.
 */
public interface ProjectCalls {

    /** The project that an open file or directory is charged to; 0: none. */
    long project(int fd);

    /** Charges an open directory, and what will be made in it from now on, to a project. */
    void setProject(int fd, long project);

    /**
     * Charges what is in an open directory to a project, and the directory itself last: so a label on it says that all else
     * has one. Only directories and regular files can be charged. The tree may be somebody's who is not trusted: no link is
     * followed, no other mount entered.
     */
    void setProjectOfTree(int directory, long project);

    ProjectState projectState(int fd);

    /**
     * The project with the lowest id of at least {@code from} that has files or limits. Asked from 0 on, the kernel hurries
     * to take removed files off its counts.
     */
    Optional<ProjectQuota> nextProject(int fd, long from);

    /** Limits of the bytes a project may use, rounded up to blocks of the file system; 0: none. */
    void limitProject(int fd, long project, long softBytes, long hardBytes);

    /** What a file system does about projects. */
    enum ProjectState {
        IGNORED,
        COUNTED,
        ENFORCED
    }

    /** What a project may use, and uses. */
    record ProjectQuota(long project, long softBytes, long hardBytes, long usedBytes, long files) {
        public boolean isUnused() {
            return usedBytes == 0 && files == 0;
        }
    }
}
