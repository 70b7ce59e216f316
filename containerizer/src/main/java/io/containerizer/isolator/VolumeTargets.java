package io.containerizer.isolator;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where in a container a volume appears. */
public final class VolumeTargets {

    public static final Flag<String> SANDBOX_DIRECTORY = Flag.text(
            "sandbox_directory",
            "/mnt/mesos/sandbox",
            "Where a container with a root file system of its own sees its sandbox.");

    private VolumeTargets() {}

    /**
     * An absolute path as it is: in a root file system it is made when it is missing, on the host's root it must exist,
     * since making it would change the host. A relative path lies in the sandbox.
     */
    public static String resolve(Container container, String containerPath, String sandboxDirectory) {
        boolean ownRoot = container.rootfs().isPresent();
        if (!containerPath.startsWith("/")) {
            return (ownRoot ? sandboxDirectory : container.sandbox().toString()) + "/" + containerPath;
        }
        if (!ownRoot && !Files.exists(Path.of(containerPath))) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "mount volume on", containerPath, "it does not exist on the host")
                    .withHint("make it, or give the container a root file system of its own");
        }
        return containerPath;
    }

    public static void refuseDebug(Container container) {
        if (container.spec().containerClass() == ContainerClass.DEBUG) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "prepare container",
                    container.id().toString(),
                    "a DEBUG container can have no volumes");
        }
    }
}
