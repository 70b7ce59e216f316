package io.containerizer.api;

import java.util.Set;

/**
 * One thing that has to happen before a container's command runs. Isolators return such steps as data; the native
 * launcher carries them out, in order, and names the one that failed. Targets are paths as the container sees them:
 * with a root file system of its own they are resolved inside it, and no symbolic link leads out.
 */
public sealed interface LaunchStep {

    /** What the step does, to complete "could not ...". */
    String action();

    /** What it does it to. */
    String subject();

    /** Steps about the cgroups a container lives in; all of them come before the others. */
    sealed interface CgroupStep extends LaunchStep {}

    /** Makes a cgroup; one that is there already is an error, since it belongs to somebody else. */
    record MakeCgroup(String directory) implements CgroupStep {
        @Override
        public String action() {
            return "make cgroup";
        }

        @Override
        public String subject() {
            return directory;
        }
    }

    /** Writes one value to a control file of a cgroup. */
    record SetCgroup(String file, String value) implements CgroupStep {
        @Override
        public String action() {
            return "write '" + value + "' to";
        }

        @Override
        public String subject() {
            return file;
        }
    }

    /**
     * Puts the container's init into a cgroup, and with it all that it starts.
     *
     * @param unified whether the cgroup is one of version 2
     */
    record JoinCgroup(String directory, boolean unified) implements CgroupStep {
        @Override
        public String action() {
            return "join cgroup";
        }

        @Override
        public String subject() {
            return directory;
        }
    }

    /**
     * Shows a file or directory of the host at {@code target}, which is made when it is missing.
     *
     * @param source an absolute path of the host
     * @param below a path below {@code source} that the container may have written to: resolved without leaving
     *     source, made as a directory when it is missing; empty: source itself
     * @param owner who owns {@code below} if it is made here
     * @param mode its permissions then
     */
    record Bind(
            String source,
            String below,
            String target,
            boolean recursive,
            Set<MountOption> options,
            Volume.Propagation propagation,
            Identity owner,
            int mode)
            implements LaunchStep {
        public Bind {
            options = Set.copyOf(options);
        }

        /** With the usual permissions. */
        public Bind(
                String source,
                String below,
                String target,
                boolean recursive,
                Set<MountOption> options,
                Volume.Propagation propagation,
                Identity owner) {
            this(source, below, target, recursive, options, propagation, owner, 0755);
        }

        @Override
        public String action() {
            return "mount " + (below.isEmpty() ? source : source + "/" + below) + " on";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /** Mounts a new file system of the kernel at {@code target}, which is made when it is missing. */
    record MountFileSystem(String type, String target, Set<MountOption> options, String data) implements LaunchStep {
        public MountFileSystem {
            options = Set.copyOf(options);
        }

        @Override
        public String action() {
            return "mount " + type + " on";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /**
     * Mounts an overlay in the container's mount namespace, at a directory of the host: to be shown in the container by a
     * {@link Bind}.
     *
     * @param path an absolute path of the host
     */
    record MountOverlay(Overlay overlay, String path) implements LaunchStep {
        @Override
        public String action() {
            return "mount overlay on";
        }

        @Override
        public String subject() {
            return path;
        }
    }

    /** Makes a directory unless it is there. */
    record MakeDirectory(String target, int mode) implements LaunchStep {
        @Override
        public String action() {
            return "make directory";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /** Makes a symbolic link unless there is something of its name. */
    record Link(String content, String target) implements LaunchStep {
        @Override
        public String action() {
            return "link to " + content + " from";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /** Makes a character device. */
    record Device(String target, int mode, int major, int minor) implements LaunchStep {
        @Override
        public String action() {
            return "make device";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /** Hides a file or directory; one that is missing is an error, except in a file system that an earlier step mounted. */
    record Mask(String target) implements LaunchStep {
        @Override
        public String action() {
            return "mask";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /**
     * Makes a file or directory read-only, with all below it; one that is missing is an error, except in a file system
     * that an earlier step mounted.
     */
    record Protect(String target) implements LaunchStep {
        @Override
        public String action() {
            return "make read-only";
        }

        @Override
        public String subject() {
            return target;
        }
    }

    /**
     * Writes to a file of the kernel from inside the init, for settings of the process itself.
     *
     * @param optional a failure does not fail the launch
     */
    record WriteSelf(String file, String value, boolean optional) implements LaunchStep {
        @Override
        public String action() {
            return "write '" + value + "' to";
        }

        @Override
        public String subject() {
            return file;
        }
    }
}
