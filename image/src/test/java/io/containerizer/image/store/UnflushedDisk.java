package io.containerizer.image.store;

import java.nio.file.Path;
import java.util.function.Supplier;

/** The real disk, but for waiting for the medium, which no test could see. */
final class UnflushedDisk extends DelegatingDisk {

    UnflushedDisk(StoreDisk disk) {
        super(disk);
    }

    @Override
    <T> T around(Supplier<T> operation) {
        return operation.get();
    }

    @Override
    public void write(Path file, String content) {
        note(file, content);
    }

    @Override
    public void flush(Path directory) {}
}
