package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * An empty file of root's for each persistent volume, charged to the volume's project. The label of the volume itself is
 * its owner's to change, who could have it charged to a project of somebody else; that of the marker is not. And as long
 * as there is a marker the id is not free, whatever became of the volume's files.
 */
final class VolumeMarkers {

    private static final int OWNER_ONLY = 0600;

    private final Syscalls calls;
    private final Path volumes;
    private final Path markers;

    /** So that only one thread of an engine waits in the kernel for a volume. */
    private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** @param volumes holds directories of roles, which hold volumes */
    VolumeMarkers(Syscalls calls, Path volumes) {
        this.calls = calls;
        this.volumes = volumes;
        this.markers = volumes.resolveSibling("xfs_projects");
    }

    private Path marker(Path volume) {
        return markers.resolve(volumes.relativize(volume));
    }

    /** The project of a volume; 0: it has none yet. */
    long project(Path volume) {
        int marker;
        try {
            marker = calls.open(marker(volume).toString(), OpenFlag.READ, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return 0;
            }
            throw e;
        }
        try {
            return calls.project(marker);
        } finally {
            calls.close(marker);
        }
    }

    void mark(Path volume, long project) {
        Path path = marker(volume);
        try {
            Files.createDirectories(Objects.requireNonNull(path.getParent(), "it has a role"));
        } catch (IOException e) {
            throw failure("make directory", path, e);
        }
        int marker = calls.open(path.toString(), OpenFlag.READ | OpenFlag.CREATE, OWNER_ONLY);
        try {
            calls.setProject(marker, project);
        } finally {
            calls.close(marker);
        }
    }

    /** Keeps all engines from doing something with a marked volume at the same time; not with others. */
    void locked(Path volume, Runnable body) {
        ReentrantLock own = locks.computeIfAbsent(volume, v -> new ReentrantLock());
        own.lock();
        try {
            int marker = calls.open(marker(volume).toString(), OpenFlag.READ_WRITE, 0);
            try {
                calls.lock(marker);
                body.run();
            } finally {
                calls.close(marker);
            }
        } finally {
            own.unlock();
        }
    }

    /** Removes those of volumes that are gone; what is left of their files keeps the id until it is gone, too. */
    void removeStale() {
        for (Path role : entries(markers)) {
            for (Path marker : entries(role)) {
                if (!Files.isDirectory(volumes.resolve(markers.relativize(marker)), LinkOption.NOFOLLOW_LINKS)) {
                    remove(() -> calls.unlink(marker.toString()));
                }
            }
            if (entries(role).isEmpty()) {
                remove(() -> calls.rmdir(role.toString()));
            }
        }
    }

    /** Somebody else may have been quicker, or have put another in. */
    private static void remove(Runnable removal) {
        try {
            removal.run();
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTEMPTY)) {
                throw e;
            }
        }
    }

    private static List<Path> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("list", directory, e);
        }
    }

    private static ContainerizerException failure(String operation, Path path, IOException e) {
        return ContainerizerException.of(
                        ErrorCode.CHECKPOINT_FAILED, operation, path.toString(), String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
