package io.containerizer.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Those of a directory, which may change while it is read; what is read has a digest that tells. */
record DirectoryMembers(Path directory) implements Members {

    @Override
    public Optional<Long> size(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it went away meanwhile
        }
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
        FileChannel file = FileChannel.open(directory.resolve(name));
        return new RangeStream(file, offset, Math.max(0, file.size() - offset), true);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return directory.toString();
    }
}
