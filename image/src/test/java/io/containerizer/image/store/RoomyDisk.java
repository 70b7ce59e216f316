package io.containerizer.image.store;

import java.nio.file.Path;
import java.util.function.Supplier;

/** A disk that has just so much space, whatever happens. */
final class RoomyDisk extends DelegatingDisk {

    private final Space space;

    RoomyDisk(StoreDisk disk, Space space) {
        super(disk);
        this.space = space;
    }

    @Override
    <T> T around(Supplier<T> operation) {
        return operation.get();
    }

    @Override
    public Space space(Path directory) {
        return space;
    }
}
