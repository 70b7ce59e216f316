package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.InterprocessLock;
import io.containerizer.checkpoint.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The persistent volumes of a work directory. Records of containers tell which are in use: so a record is there before its
 * volumes are made, and they are made and taken away under one lock, by all engines.
 */
final class PersistentVolumes {

    private final Layout layout;
    private final Disk disk;
    private final VolumeUsers users;

    PersistentVolumes(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
        this.users = new VolumeUsers(layout, disk);
    }

    /** Makes those that a container names and that are missing; the container's record is written. */
    void provide(ContainerSpec spec, Identity owner) {
        List<Persistent> named = spec.persistentVolumes();
        if (named.isEmpty()) {
            return;
        }
        disk.makeDirectories(layout.roles());
        try (InterprocessLock _ = InterprocessLock.take(layout.volumesLock())) {
            users.writeDown();
            named.stream().filter(volume -> !isThere(volume)).forEach(volume -> make(volume, owner));
        }
    }

    /** Whatever stands in the way, it is not followed: only directories are volumes. */
    private boolean isThere(Persistent volume) {
        for (Path directory : List.of(role(volume), layout.volume(volume))) {
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            if (!isDirectory(directory)) {
                throw ContainerizerException.of(
                                ErrorCode.INVALID_SPEC,
                                "use persistent volume",
                                volume.toString(),
                                directory + " is no directory")
                        .withHint("somebody has replaced it: put the directory back, or remove what is there");
            }
        }
        return true;
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Path role(Persistent volume) {
        return Objects.requireNonNull(layout.volume(volume).getParent(), "it has a role");
    }

    /** It appears with its owner, by a rename; what a dead engine did not come to rename is made anew. */
    private void make(Persistent volume, Identity owner) {
        disk.remove(layout.newVolume());
        try {
            OwnedDirectory.make(layout.newVolume(), owner);
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED,
                            "make persistent volume",
                            volume.toString(),
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
        disk.makeDirectories(role(volume));
        if (!disk.move(layout.newVolume(), layout.volume(volume))) {
            throw new IllegalStateException(layout.volume(volume) + " was made without the lock");
        }
    }

    /** All there are, by role and id. */
    List<VolumeView> list() {
        List<Persistent> volumes = new ArrayList<>();
        for (String role : disk.list(layout.roles())) {
            for (String id : disk.list(layout.roles().resolve(role))) {
                named(role.replace(' ', '/'), id)
                        .filter(volume -> isDirectory(role(volume)) && isDirectory(layout.volume(volume)))
                        .ifPresent(volumes::add);
            }
        }
        List<StoredContainer> living = users.living();
        return volumes.stream()
                .map(v -> new VolumeView(v, layout.volume(v), VolumeUsers.of(v, living)))
                .toList();
    }

    /** What has no volume's name was put there by somebody else. */
    private static Optional<Persistent> named(String role, String id) {
        try {
            return Optional.of(new Persistent(role, id));
        } catch (ContainerizerException e) {
            return Optional.empty();
        }
    }

    /** Removes one that no container uses. It is out of sight at once; emptying it may take its time. */
    void remove(Persistent volume) {
        if (!disk.exists(layout.volumes())) {
            throw notFound(volume);
        }
        try (InterprocessLock _ = InterprocessLock.take(layout.volumesLock())) {
            if (!isThere(volume)) {
                throw notFound(volume);
            }
            checkUnused(volume);
            disk.makeDirectories(layout.removedVolumes());
            disk.move(
                    layout.volume(volume),
                    layout.removedVolumes().resolve(UUID.randomUUID().toString()));
            if (disk.list(role(volume)).isEmpty()) {
                disk.remove(role(volume));
            }
        }
        sweep();
    }

    private void checkUnused(Persistent volume) {
        List<String> names = VolumeUsers.of(volume, users.living()).stream()
                .map(ContainerId::toString)
                .toList();
        if (!names.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.VOLUME_IN_USE,
                            "remove persistent volume",
                            volume.toString(),
                            "it is used by " + String.join(", ", names))
                    .withHint("end these containers first");
        }
    }

    private static ContainerizerException notFound(Persistent volume) {
        return ContainerizerException.of(
                        ErrorCode.NOT_FOUND,
                        "remove persistent volume",
                        volume.toString(),
                        "there is no volume of this name")
                .withHint("list them with: containerizer volumes");
    }

    /** Empties what was removed, also what an engine that died did not come to. */
    void sweep() {
        if (!disk.list(layout.removedVolumes()).isEmpty()) {
            try (InterprocessLock _ = InterprocessLock.take(layout.removedVolumesLock())) {
                disk.list(layout.removedVolumes())
                        .forEach(name -> disk.remove(layout.removedVolumes().resolve(name)));
            }
        }
    }
}
