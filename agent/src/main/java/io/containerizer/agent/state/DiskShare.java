package io.containerizer.agent.state;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/** The part of a directory's disk that is occupied, 0 to 1; 0 where that cannot be known. */
public record DiskShare(Path directory) implements DoubleSupplier {

    @Override
    public double getAsDouble() {
        try {
            FileStore disk = Files.getFileStore(directory);
            long total = disk.getTotalSpace();
            return total <= 0 ? 0 : 1 - (double) disk.getUsableSpace() / total;
        } catch (IOException e) {
            return 0;
        }
    }
}
