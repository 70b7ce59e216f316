package io.containerizer.isolator.disk;

import io.containerizer.linux.syscall.TreeSize;
import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.posix.DuCommand;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Tells how much of a disk files occupy: the number of {@code du -k -s}, in bytes. */
interface DiskMeter {

    /**
     * Takes its time: a call per file. Ends with an error when the thread is interrupted.
     *
     * @param excluded what does not count, with all below it; it need not exist
     */
    long bytes(Place place, Collection<Place> excluded);

    /** @param threads makes the threads that help */
    static DiskMeter ofLinux(ThreadFactory threads) {
        return new TreeSize(threads)::bytes;
    }

    static DiskMeter ofPosix() {
        return (place, excluded) -> DuCommand.bytes(path(place), paths(excluded));
    }

    private static List<Path> paths(Collection<Place> places) {
        return places.stream().map(DiskMeter::path).toList();
    }

    private static Path path(Place place) {
        return Path.of(place.toString());
    }
}
