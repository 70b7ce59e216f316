package io.containerizer.isolator.filesystem;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Symbolic links in sandboxes that lead to persistent volumes. A sandbox is its user's, who may change it at any time: so
 * a link has a name without a slash, is made only where nothing is, and removed only while it leads where it was made to
 * lead.
 */
final class SandboxLinks {

    private final Map<ContainerId, Map<String, Path>> made = new ConcurrentHashMap<>();

    /** Those of a container that is there already. */
    void recover(Container container) {
        made.put(container.id(), wanted(container));
    }

    /** Makes those that are missing, and removes those of volumes that the container has no more. */
    void update(Container container) {
        Map<String, Path> wanted = wanted(container);
        Map<String, Path> before = made.getOrDefault(container.id(), Map.of());
        before.forEach((name, volume) -> {
            if (!volume.equals(wanted.get(name))) {
                remove(container.sandbox().resolve(name), volume);
            }
        });
        wanted.forEach((name, volume) -> link(container.sandbox().resolve(name), volume));
        made.put(container.id(), wanted);
    }

    void forget(ContainerId id) {
        made.remove(id);
    }

    private static Map<String, Path> wanted(Container container) {
        Map<String, Path> wanted = new LinkedHashMap<>();
        for (Volume volume : container.spec().volumes()) {
            if (volume.source() instanceof Persistent persistent) {
                check(volume);
                Path directory = Objects.requireNonNull(
                        container.persistentVolumes().get(persistent), "the engine makes them all");
                if (wanted.put(volume.containerPath(), directory) != null) {
                    throw refused(volume.containerPath(), "two volumes are to be there");
                }
            }
        }
        return wanted;
    }

    private static void check(Volume volume) {
        if (volume.containerPath().contains("/")) {
            throw refused(
                    volume.containerPath(),
                    "filesystem/posix links volumes into the sandbox, by a name without slashes");
        }
        if (volume.readOnly()) {
            throw refused(volume.containerPath(), "filesystem/posix cannot make a volume read-only");
        }
    }

    private static void link(Path link, Path volume) {
        try {
            Files.createSymbolicLink(link, volume);
        } catch (FileAlreadyExistsException e) {
            if (!leads(link, volume)) {
                throw refused(link.toString(), "something else has this name").causedBy(e);
            }
        } catch (IOException e) {
            throw failed(link, String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static void remove(Path link, Path volume) {
        try {
            if (leads(link, volume)) {
                Files.deleteIfExists(link);
            }
        } catch (IOException e) {
            throw failed(link, "it cannot be removed").causedBy(e);
        }
    }

    private static boolean leads(Path link, Path volume) {
        try {
            return Files.readSymbolicLink(link).equals(volume);
        } catch (NotLinkException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failed(link, "it cannot be read").causedBy(e);
        }
    }

    private static ContainerizerException failed(Path link, String why) {
        return ContainerizerException.of(ErrorCode.LAUNCH_FAILED, "link volume", link.toString(), why);
    }

    private static ContainerizerException refused(String containerPath, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "link volume", containerPath, why)
                .withHint("use filesystem/linux in its place");
    }
}
