package io.containerizer.lifecycle;

import com.google.gson.JsonParseException;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RecordJson;
import io.containerizer.checkpoint.RuntimeDirectories;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which containers use the persistent volumes of a work directory: those whose record names one and has no termination.
 * Their runtime directories are written down, since engines may share the work directory alone.
 */
final class VolumeUsers {

    private final Layout layout;
    private final Disk disk;

    VolumeUsers(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** Writes this runtime directory down, if it is not there; others that are gone are left out. */
    void writeDown() {
        Set<Path> known = runtimeDirectories();
        if (known.add(layout.runtimeDirectory())) {
            List<Path> left = known.stream().filter(disk::exists).toList();
            disk.replace(layout.volumeUsers(), RecordJson.write(new RuntimeDirectories(left)));
        }
    }

    private Set<Path> runtimeDirectories() {
        Path file = layout.volumeUsers();
        try {
            return new LinkedHashSet<>(disk.read(file)
                    .map(text -> RecordJson.read(RuntimeDirectories.class, text).directories())
                    .orElse(List.of()));
        } catch (JsonParseException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "read", file.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    /** A look at all records: for several volumes it is taken once. */
    List<StoredContainer> living() {
        Set<Path> directories = runtimeDirectories();
        directories.add(layout.runtimeDirectory());
        return directories.stream().flatMap(this::living).toList();
    }

    private Stream<StoredContainer> living(Path runtimeDirectory) {
        ContainerStore store = new ContainerStore(new Layout(runtimeDirectory, layout.workDirectory()), disk, "");
        return store.list().stream()
                .filter(id -> store.termination(id).isEmpty())
                .flatMap(id -> store.find(id).stream());
    }

    static List<ContainerId> of(Persistent volume, List<StoredContainer> living) {
        return living.stream()
                .filter(c -> c.spec().persistentVolumes().contains(volume))
                .map(StoredContainer::id)
                .toList();
    }
}
