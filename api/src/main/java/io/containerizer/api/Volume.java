package io.containerizer.api;

import java.util.Optional;

/**
 * A part of a file system that a container sees at a path of its own.
 *
 * @param containerPath absolute, or relative to the sandbox; not the root, over which nothing can be seen
 * @param readOnly holds for everything mounted below the source, too
 * @param quota how much it may occupy; disk isolators account for it apart from the sandbox. Absent: they pass it over
 */
public record Volume(
        String containerPath, Source source, boolean readOnly, Propagation propagation, Optional<Bytes> quota) {

    public Volume {
        Paths.checkNoDots("container path", containerPath);
        Paths.checkNotRoot("container path", containerPath);
        if (source instanceof Persistent persistent) {
            checkPersistent(persistent, propagation, quota);
        }
    }

    private static void checkPersistent(Persistent volume, Propagation propagation, Optional<Bytes> quota) {
        if (quota.isEmpty() || quota.get().value() == 0) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "check persistent volume", volume.toString(), "it has no size")
                    .withHint("say how large it may become");
        }
        if (propagation != Propagation.PRIVATE) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "check persistent volume", volume.toString(), "it propagates no mounts");
        }
    }

    /** One that is passed over. */
    public Volume(String containerPath, Source source, boolean readOnly, Propagation propagation) {
        this(containerPath, source, readOnly, propagation, Optional.empty());
    }

    public static Volume of(String hostPath, String containerPath) {
        Source source = hostPath.startsWith("/") ? new HostPath(hostPath) : new SandboxPath(hostPath, false);
        return new Volume(containerPath, source, false, Propagation.PRIVATE);
    }

    /** @param size how large it may become; the last container to ask decides for all that share it */
    public static Volume persistent(String role, String id, String containerPath, Bytes size) {
        return new Volume(containerPath, new Persistent(role, id), false, Propagation.PRIVATE, Optional.of(size));
    }

    public Volume asReadOnly() {
        return new Volume(containerPath, source, true, propagation, quota);
    }

    public Volume withQuota(Bytes most) {
        return new Volume(containerPath, source, readOnly, propagation, Optional.of(most));
    }

    /** Where a volume's content comes from. */
    public sealed interface Source permits HostPath, SandboxPath, ImageTree, Persistent {}

    /** A file or directory of the host, given by its absolute path. */
    public record HostPath(String path) implements Source {
        public HostPath {
            Paths.checkNoDots("host path", path);
            if (!path.startsWith("/")) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_SPEC, "check host path", "'" + path + "'", "it is not absolute");
            }
        }
    }

    /**
     * A directory in the container's sandbox, or in its parent's; made when it is missing.
     *
     * @param ofParent for nested containers: the parent's sandbox
     */
    public record SandboxPath(String path, boolean ofParent) implements Source {
        public SandboxPath {
            Paths.checkNoDots("sandbox path", path);
            if (path.startsWith("/")) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_SPEC, "check sandbox path", "'" + path + "'", "it is not relative");
            }
        }
    }

    /** The tree of an image; what the container changes in it is its own, and goes with it. */
    public record ImageTree(ImageRequest image) implements Source {}

    /**
     * A directory that the engine keeps: made for the first container that names it and owned by that one's user, shared
     * by all that name it, and there until it is removed. Only top-level containers name one.
     *
     * @param role whose it is, as Mesos writes roles: parts with slashes between them
     * @param id tells the volumes of a role apart
     */
    public record Persistent(String role, String id) implements Source {
        public Persistent {
            PersistentNames.checkRole(role);
            PersistentNames.checkId(id);
        }

        @Override
        public String toString() {
            return role + "/" + id;
        }
    }

    /** Whether mounts made later on one side appear on the other. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }
}
